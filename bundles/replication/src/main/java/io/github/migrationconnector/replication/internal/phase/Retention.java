package io.github.migrationconnector.replication.internal.phase;

import static java.util.stream.Collectors.joining;

import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.domain.DiskRecord;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the images beyond the number that a job keeps, with their snapshots, and the snapshots of runs that were
 * recorded and failed, once a later run took their place. Never one that the next run builds on, that a run is using, or
 * that another image holds, and no image that is shared with others. Each call reads the store and does what is left to do, so one that was cut short is repeated.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private static final int MOST_NAMED = 5;

    private final RunStore store;
    private final Services services;
    private final Machines machines;
    private final SnapshotsInUse inUse;

    Retention(RunStore store, Services services) {
        this.store = store;
        this.services = services;
        this.machines = new Machines(services);
        this.inUse = new SnapshotsInUse(store);
    }

    /**
     * Brings a job to the number of images that it keeps. Nothing goes while its machine is not proven to be the same.
     *
     * @throws ConnectorException the first of the failures, when all else is done
     */
    public void apply(String jobId) {
        Optional<Job> job = store.job(jobId);
        if (job.isEmpty()) {
            return;
        }
        List<RunRecord> superfluous = superfluous(job.get());
        if (superfluous.isEmpty()) {
            return;
        }
        // whoever replicates another machine by the same id must not push out the images of this one
        Optional<Vm> unused = machines.find(job.get());
        List<ConnectorException> failures = new ArrayList<>();
        for (RunRecord run : superfluous) {
            try {
                remove(run);
            } catch (ConnectorException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private List<RunRecord> superfluous(Job job) {
        int keep = job.spec().image().imagesToKeep();
        List<RunRecord> found = new ArrayList<>();
        int images = 0;
        for (RunRecord run : store.runs(job.id())) {
            if (run.course().imageRemoved() || !run.state().ended()) {
                continue;
            }
            if (run.state() == RunState.COMPLETED) {
                images++;
                if (keep > 0 && images > keep) {
                    found.add(run);
                }
            } else if (run.recorded() && !run.leftovers()) {
                found.add(run);
            }
        }
        return found;
    }

    private void remove(RunRecord run) {
        if (!run.imageId().isEmpty()) {
            List<String> others = services.images().sharedWith(run.imageId());
            if (!others.isEmpty()) {
                keepShared(run, others);
                return;
            }
            LOG.info("image {} of {} goes: its job keeps fewer", run.imageId(), run.id());
            services.images().deregister(run.imageId());
        }
        boolean all = true;
        for (DiskRecord disk : run.disks()) {
            String snapshotId = disk.progress().snapshotId();
            if (inUse.of(run.jobId()).contains(snapshotId)) {
                // a recorded run that failed: the next one builds on its snapshots
                all = false;
            } else if (!heldByAnother(run, snapshotId)) {
                services.snapshots().delete(snapshotId);
            } else {
                LOG.warn("snapshot {} of {} stays: another image holds it", snapshotId, run.id());
            }
        }
        if (all) {
            store.save(run.withoutImage());
        }
    }

    /** Others may launch it and are not asked: whoever shared it has to say that they need it no more. */
    private void keepShared(RunRecord run, List<String> others) {
        LOG.warn("image {} of {} stays though its job keeps fewer: {} may launch it", run.imageId(), run.id(), others);
        String named = others.stream().limit(MOST_NAMED).collect(joining(", "));
        store.save(run.and(new Notice(
                "RUN_IMAGE_SHARED",
                List.of(run.imageId(), named + (others.size() > MOST_NAMED ? ", …" : "")),
                "The job keeps fewer images, but " + run.imageId() + " stays with its snapshots: it is shared with "
                        + named
                        + (others.size() > MOST_NAMED ? " and others" : "")
                        + ". It goes when its launch permissions are taken back.",
                "")));
    }

    /** EC2 may list for a while the image that was just deregistered. */
    private boolean heldByAnother(RunRecord run, String snapshotId) {
        return services.images().madeOf(snapshotId).stream().anyMatch(image -> !image.equals(run.imageId()));
    }
}
