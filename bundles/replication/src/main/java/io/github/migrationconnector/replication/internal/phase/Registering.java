package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.image.ImageDisk;
import io.github.migrationconnector.api.image.ImageSpec;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.replication.internal.domain.DiskRecord;
import io.github.migrationconnector.replication.internal.domain.JobOutcomes;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The image is registered. The disk with the lowest device key is its root. */
final class Registering implements PhaseStep {
    private static final long GIB = 1L << 30;

    private final RunStore store;
    private final Services services;
    private final Clock clock;
    private final StoppedGuest stopped;

    Registering(RunStore store, Services services, Clock clock) {
        this.store = store;
        this.services = services;
        this.clock = clock;
        this.stopped = new StoppedGuest(services);
    }

    @Override
    public void act(RunRecord run) {
        Job job = Jobs.of(run, store);
        stopped.require(run, job);
        String imageId = services.images()
                .register(new ImageSpec(
                        ImageNames.of(run, job),
                        Tags.description(
                                job.spec().description().isEmpty()
                                        ? job.vmName() + ", " + run.id()
                                        : job.spec().description()),
                        run.facts().firmware(),
                        disks(run),
                        Tags.of(run, job, services.connectorId())));
        Instant now = clock.instant();
        RunRecord completed = run.completed(imageId, now);
        store.end(completed, found -> JobOutcomes.after(found, completed, now));
    }

    private static List<ImageDisk> disks(RunRecord run) {
        List<DiskRecord> byKey = run.disks().stream()
                .sorted(Comparator.comparingInt(disk -> disk.disk().key()))
                .toList();
        List<ImageDisk> disks = new ArrayList<>();
        for (DiskRecord disk : byKey) {
            disks.add(new ImageDisk(
                    DeviceNames.at(disks.size()),
                    disk.progress().snapshotId(),
                    (disk.disk().capacityBytes() + GIB - 1) / GIB));
        }
        return disks;
    }
}
