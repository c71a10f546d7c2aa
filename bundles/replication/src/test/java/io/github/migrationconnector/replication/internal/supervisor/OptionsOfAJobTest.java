package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDisk;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.Schedule;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a job asks for reaches its runs: encryption and its key, the guest at rest, the cap. */
final class OptionsOfAJobTest {
    private static final String KEY = "alias/one";
    private static final String OTHER_KEY = "alias/two";

    private final World world = new World();
    private final Daemon daemon = Daemon.immortal(world);
    private final Replication replication = daemon.replication();

    private static JobSpec asking(boolean encrypted, String kmsKeyId) {
        return new JobSpec(
                "web01",
                "",
                false,
                0,
                new Schedule.OnDemand(),
                new ImageOptions(0, LicenseType.BYOL, "", encrypted, kmsKeyId));
    }

    private Run completed() {
        Run run = daemon.run();
        assertThat(run.problems()).isEmpty();
        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.complaints()).isEmpty();
        return run;
    }

    private static List<String> ways(Run run) {
        return run.disks().stream().map(RunDisk::way).toList();
    }

    private List<String> keys(Run run) {
        return run.disks().stream()
                .map(disk -> world.encryptionOf(disk.snapshotId()))
                .toList();
    }

    private List<Encryption> asked() {
        return world.requests().stream()
                .map(TransferRequest::snapshot)
                .map(TransferRequest.Labels::encryption)
                .toList();
    }

    @Test
    void theFirstRunIsEncryptedByTheJobsKeyAndTheNextInheritsIt() {
        Job unused = replication.create(asking(true, KEY));
        assertThat(keys(completed())).containsOnly(KEY);
        assertThat(asked()).containsOnly(new Encryption.KmsKey(KEY));
        world.guestWrites();
        Run second = completed();
        assertThat(ways(second)).containsOnly("changed areas");
        assertThat(keys(second)).containsOnly(KEY);
        assertThat(asked().subList(2, 4)).as("EBS refuses both together").containsOnly(new Encryption.None());
    }

    @Test
    void withoutAKeyOfItsOwnTheAccountsIsAskedFor() {
        Job unused = replication.create(asking(true, ""));
        Run run = completed();
        assertThat(asked()).containsOnly(new Encryption.DefaultKey());
        assertThat(keys(run)).containsOnly("the account's");
    }

    @Test
    void anotherKeyMakesTheNextRunAFullOne() {
        Job job = replication.create(asking(true, KEY));
        Run unused = completed();
        Job changed = replication.update(job.id(), asking(true, OTHER_KEY), Replication.ANY_REVISION);
        assertThat(changed.spec().image().kmsKeyId()).isEqualTo(OTHER_KEY);
        Run second = completed();
        assertThat(ways(second)).containsOnly("full: the job asks for another key than the last snapshot's");
        assertThat(keys(second)).containsOnly(OTHER_KEY);
    }

    @Test
    void encryptionThatIsSwitchedOnMakesTheNextRunAFullOne() {
        Job job = replication.create(asking(false, ""));
        assertThat(keys(completed())).containsOnly("");
        Job unused = replication.update(job.id(), asking(true, KEY), Replication.ANY_REVISION);
        Run second = completed();
        assertThat(ways(second)).containsOnly("full: the job encrypts by now, and the last snapshot is not encrypted");
        assertThat(keys(second)).containsOnly(KEY);
    }

    @Test
    void encryptionThatIsSwitchedOffMakesTheNextRunAFullOne() {
        Job job = replication.create(asking(true, ""));
        Run unused = completed();
        Job changed = replication.update(job.id(), asking(false, ""), Replication.ANY_REVISION);
        assertThat(changed.spec().image().encrypted()).isFalse();
        Run second = completed();
        assertThat(ways(second)).containsOnly("full: the job encrypts no more, and the last snapshot is encrypted");
        assertThat(keys(second)).containsOnly("");
        assertThat(ways(completed())).containsOnly("changed areas");
    }

    @Test
    void whereTheAccountEncryptsSwitchingItOffChangesNothing() {
        world.trouble.accountEncrypts = true;
        Job job = replication.create(asking(true, ""));
        Run unused = completed();
        Job changed = replication.update(job.id(), asking(false, ""), Replication.ANY_REVISION);
        assertThat(changed.spec().image().encrypted()).isFalse();
        Run second = completed();
        assertThat(ways(second)).containsOnly("changed areas");
        assertThat(keys(second)).containsOnly("the account's");
    }

    /** Otherwise the snapshot would be under the one key and its record would name the other: for all later runs. */
    @Test
    void neitherEncryptionNorKeyChangesUnderARun() {
        Job job = replication.create(asking(true, KEY));
        List<String> refused = new ArrayList<>();
        world.trouble.atEachBlock = () -> {
            world.trouble.atEachBlock = () -> {};
            for (JobSpec other : List.of(asking(true, OTHER_KEY), asking(true, ""), asking(false, ""))) {
                try {
                    Job unused = replication.update(job.id(), other, Replication.ANY_REVISION);
                } catch (ConnectorException refusal) {
                    refused.add(refusal.problem().code());
                }
            }
            JobSpec sameKey = new JobSpec(
                    "web01",
                    "told anew",
                    true,
                    7,
                    new Schedule.OnDemand(),
                    asking(true, KEY).image());
            Job told = replication.update(job.id(), sameKey, Replication.ANY_REVISION);
            assertThat(told.spec().description()).isEqualTo("told anew");
        };
        assertThat(keys(completed())).containsOnly(KEY);
        assertThat(refused).containsExactly("RUN_ACTIVE", "RUN_ACTIVE", "RUN_ACTIVE");
        Job unused = replication.update(job.id(), asking(true, OTHER_KEY), Replication.ANY_REVISION);
        assertThat(keys(completed())).containsOnly(OTHER_KEY);
    }

    @Test
    void theGuestIsAskedToBeAtRestAndTheCapIsSharedAmongTheDisks() {
        Job unused = replication.create(
                new JobSpec("web01", "", true, 1_000_001, new Schedule.OnDemand(), ImageOptions.DEFAULT));
        Run run = completed();
        assertThat(run.disks()).hasSize(2);
        assertThat(world.quiesced()).containsExactly(true);
        assertThat(world.requests())
                .extracting(request -> request.limits().bytesPerSecond())
                .containsOnly(500_000L);
    }

    @Test
    void nothingIsAskedForThatTheJobDoesNotSay() {
        Run unused = completed();
        assertThat(world.quiesced()).containsExactly(false);
        assertThat(asked()).containsOnly(new Encryption.None());
        assertThat(world.requests())
                .extracting(request -> request.limits().bytesPerSecond())
                .containsOnly(0L);
    }
}
