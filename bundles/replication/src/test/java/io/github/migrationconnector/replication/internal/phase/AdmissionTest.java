package io.github.migrationconnector.replication.internal.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.replication.internal.domain.Load;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.fake.InMemoryRunStore;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    private final InMemoryRunStore store = new InMemoryRunStore();
    private final Admission admission = new Admission(store);

    private RunRecord asked(int number, Load load) {
        Job job = new Job("sms-job-" + number, "vm-" + number, "x", new JobSpec("x", "", false, 0), Instant.EPOCH, "");
        store.add(job);
        RunRecord run = RunRecord.pending("sms-run-" + number, job.id(), Instant.EPOCH)
                .taken()
                .knowing(new RunRecord.Facts(Firmware.BIOS, false, load));
        store.add(run);
        return run.at(RunPhase.SNAPSHOTTING);
    }

    private static Load disks(int count, String datastore) {
        return new Load(Collections.nCopies(count, datastore), "");
    }

    @Test
    void holdsTheQuotaOfPendingSnapshotsBeforeAVmSnapshotIsTaken() {
        for (int i = 0; i < 4; i++) {
            admission.admit(asked(i, disks(22, "ds-" + i)));
        }
        RunRecord fifth = asked(4, disks(22, "ds-4"));
        assertThatThrownBy(() -> admission.admit(fifth)).hasMessageContaining("RUN_NOT_ADMITTED");
        assertThat(store.run(fifth.id()).orElseThrow().phase()).isEqualTo(RunPhase.CHECKING);
        RunRecord small = asked(5, disks(2, "ds-5"));
        admission.admit(small);
        assertThat(store.run(small.id()).orElseThrow().phase()).isEqualTo(RunPhase.SNAPSHOTTING);
        // one is recorded: its EBS snapshots are completed, and the room is free
        store.save(store.run("sms-run-0").orElseThrow().at(RunPhase.RELEASING));
        admission.admit(fifth);
    }

    @Test
    void holdsTheCapOfOneDatastore() {
        admission.admit(asked(1, disks(20, "full")));
        RunRecord second = asked(2, disks(13, "full"));
        assertThatThrownBy(() -> admission.admit(second)).hasMessageContaining("datastore full");
        admission.admit(asked(3, new Load(List.of("full", "empty"), "")));
    }

    @Test
    void holdsTheCapOfSnapshotsOfOneDatastore() {
        for (int i = 0; i < Admission.SNAPSHOTS_OF_A_DATASTORE; i++) {
            admission.admit(asked(i, disks(1, "many")));
        }
        RunRecord next = asked(99, disks(1, "many"));
        assertThatThrownBy(() -> admission.admit(next)).hasMessageContaining("15 machines stand on the datastore many");
    }

    private static Load on(String host, int disks) {
        return new Load(Collections.nCopies(disks, "ds of " + host + disks), host);
    }

    @Test
    void holdsTheCapOfOneHost() {
        admission.admit(asked(1, on("host-1", 5)));
        admission.admit(asked(2, on("host-1", 3)));
        RunRecord third = asked(3, on("host-1", 1));
        assertThatThrownBy(() -> admission.admit(third))
                .hasMessageContaining("8 disks are being read from the ESXi host host-1");
        admission.admit(asked(4, on("host-2", 9)));
        RunRecord fifth = asked(5, on("host-2", 1));
        assertThatThrownBy(() -> admission.admit(fifth)).hasMessageContaining("host-2");
        // one has been read
        store.save(store.run("sms-run-1").orElseThrow().at(RunPhase.RELEASING));
        admission.admit(third);
    }

    @Test
    void aHostThatIsNotKnownHoldsNobody() {
        for (int i = 0; i < 5; i++) {
            admission.admit(asked(i, on("", 4)));
        }
    }

    @Test
    void aRunThatIsAloneIsNeverKept() {
        RunRecord huge = asked(1, disks(Admission.PENDING_SNAPSHOTS + 1, "one"));
        admission.admit(huge);
        assertThat(store.run(huge.id()).orElseThrow().phase()).isEqualTo(RunPhase.SNAPSHOTTING);
    }

    @Test
    void namesOfDatastoresAreKeptAsTheyAre() {
        Load load = new Load(List.of("a b", "", "ü/[x", "a b"), "host-9");
        assertThat(Load.read(load.text(), "host-9")).isEqualTo(load);
        assertThat(Load.read(Load.NONE.text(), "")).isEqualTo(Load.NONE);
        assertThat(load.disksOn("a b")).isEqualTo(2);
    }
}
