package io.github.migrationconnector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.image.ImageDisk;
import io.github.migrationconnector.api.image.ImageSpec;
import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.RunType;
import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.phase.Services;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Spoils what a simulation has left, one thing after the other: a checker that says nothing then is worth nothing. */
final class PlantedFaults {
    private final Simulation played;
    private final Services services;
    private final Job job;
    private final List<RunRecord> completed;

    PlantedFaults(Simulation played) {
        this.played = played;
        services = played.daemon().services();
        // the one with the most of them: an image and a run are to be taken away from its middle
        job = played.daemon().replication().jobs().stream()
                .filter(one -> one.spec().image().imagesToKeep() > 1)
                .max(Comparator.comparingInt(one -> completed(one).size()))
                .orElseThrow();
        completed = completed(job);
    }

    private List<RunRecord> completed(Job one) {
        return played.daemon().store().runs(one.id()).stream()
                .filter(run -> run.state() == RunState.COMPLETED)
                .toList();
    }

    void areSeen() {
        anImageTooMany();
        anEbsSnapshot();
        aVmSnapshot();
        anImageThatIsGone();
        aWrongByte();
        aLostRun();
        aRunThatNeverEnds();
    }

    private void anImageTooMany() {
        String snapshotId = completed.get(0).disks().get(0).progress().snapshotId();
        String image = services.images()
                .register(new ImageSpec(
                        "planted-" + snapshotId,
                        "one too many",
                        Firmware.BIOS,
                        List.of(new ImageDisk("/dev/sda1", snapshotId, 1)),
                        Map.of("connector:job", job.id())));
        sees("image " + image + " should be gone");
        services.images().deregister(image);
    }

    private void anEbsSnapshot() {
        String id = services.snapshots()
                .start(new SnapshotSpec(
                        "planted-token",
                        1L << 20,
                        new Lineage.Full(new Encryption.None()),
                        "leaked",
                        Map.of("connector:job", job.id())))
                .snapshot()
                .snapshotId();
        sees("EBS snapshot " + id + " should be gone");
        services.snapshots().delete(id);
    }

    private void aVmSnapshot() {
        VmSnapshot snapshot = services.vmSnapshots().create(job.vmId(), "connector-planted", false);
        sees("VM snapshot connector-planted of " + job.vmName() + " is left");
        services.vmSnapshots().remove(job.vmId(), snapshot.id());
    }

    private void anImageThatIsGone() {
        services.images().deregister(completed.get(1).imageId());
        sees("image " + completed.get(1).imageId() + " is missing");
    }

    private void aWrongByte() {
        String snapshotId = completed.get(0).disks().get(0).progress().snapshotId();
        played.lab()
                .control()
                .post(
                        "/ebs/snapshots/" + snapshotId + "/damage",
                        Map.of("blockIndex", 0, "byte", 7, "consistent", true));
        sees("the latest image of " + job.vmName() + " is not what was frozen");
    }

    private void aLostRun() {
        RunRecord lost = completed.stream()
                .skip(job.spec().image().imagesToKeep())
                .filter(run -> run.course().origin().type() == RunType.AUTOMATIC)
                .filter(run -> isRegular(run.course().origin().scheduledAt()))
                .findFirst()
                .orElseThrow();
        boolean unused = played.daemon().database().<Boolean, RuntimeException>write(handle -> {
            for (String part : List.of("problem", "warning", "phase", "disk")) {
                handle.execute("delete from replication_run_" + part + " where run_id = ?", lost.id());
            }
            return handle.execute("delete from replication_run where id = ?", lost.id()) == 1;
        });
        sees(job.vmName() + " was due at " + lost.course().origin().scheduledAt() + " and has no run");
    }

    private boolean isRegular(Instant time) {
        Instant start = played.plan().startOf(played.vmOf(job.id()));
        long every = 3_600L * played.plan().everyHours(played.vmOf(job.id()));
        return (time.getEpochSecond() - start.getEpochSecond()) % every == 0;
    }

    private void aRunThatNeverEnds() {
        String id = completed.get(0).id();
        boolean unused = played.daemon()
                .database()
                .<Boolean, RuntimeException>write(
                        handle -> handle.execute("update replication_run set state = 'ACTIVE' where id = ?", id) == 1);
        sees(id + " of " + job.vmName() + " has not ended: FINISHED");
    }

    private void sees(String complaint) {
        assertThat(new Checker(played).complaints()).contains(complaint);
    }
}
