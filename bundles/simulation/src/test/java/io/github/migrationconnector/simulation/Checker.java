package io.github.migrationconnector.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.lab.LabVcenter;
import io.github.migrationconnector.replication.internal.domain.Checkpoint;
import io.github.migrationconnector.replication.internal.domain.DiskRecord;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks at what a simulation has left, by the plan, the ledger and the lab's own lists, and says what should not be so. */
final class Checker {
    /** A run begins at the first tick after its due time and the jitter of two minutes. */
    private static final Duration BEGINS_WITHIN = Plan.TICK.plusMinutes(2);

    private static final Duration LONGEST_RETRY = Duration.ofHours(4);

    private final Simulation played;
    private final List<String> complaints = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    Checker(Simulation played) {
        this.played = played;
    }

    List<String> complaints() {
        complaints.clear();
        counts.clear();
        Set<String> jobIds = new HashSet<>();
        Set<String> images = new TreeSet<>();
        Set<String> snapshots = new TreeSet<>();
        for (Job job : played.daemon().replication().jobs()) {
            jobIds.add(job.id());
            List<RunRecord> runs = played.daemon().store().runs(job.id());
            checkRuns(job, runs);
            checkDueTimes(job, runs);
            runs.stream()
                    .filter(run -> run.state() == RunState.COMPLETED)
                    .limit(job.spec().image().imagesToKeep())
                    .forEach(run -> {
                        images.add(run.imageId());
                        run.disks()
                                .forEach(disk -> snapshots.add(disk.progress().snapshotId()));
                    });
            played.daemon().store().checkpoints(job.id()).stream()
                    .map(Checkpoint::snapshotId)
                    .forEach(snapshots::add);
            runs.stream()
                    .filter(run -> run.state() == RunState.COMPLETED)
                    .findFirst()
                    .ifPresent(this::checkBytes);
        }
        if (jobIds.size() != played.plan().vms()) {
            complaints.add(jobIds.size() + " jobs of " + played.plan().vms());
        }
        compare("image", images, ofOurs(played.lab().ebs().images(), "imageId", jobIds));
        compare("EBS snapshot", snapshots, ofOurs(played.lab().ebs().snapshots(), "snapshotId", jobIds));
        checkVcenter();
        return List.copyOf(complaints);
    }

    /** How many runs ended how, and what else was counted; after {@link #complaints}. */
    Map<String, Integer> counts() {
        return counts;
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private void checkRuns(Job job, List<RunRecord> runs) {
        Set<Instant> times = new HashSet<>();
        for (RunRecord run : runs) {
            count("runs " + run.state());
            if (!run.state().ended()) {
                complaints.add(run.id() + " of " + job.vmName() + " has not ended: " + run.phase());
            }
            if (run.leftovers()) {
                complaints.add(run.id() + " has leftovers");
            }
            if (!times.add(run.course().origin().scheduledAt())) {
                complaints.add(job.vmName() + " has two runs for "
                        + run.course().origin().scheduledAt());
            }
        }
    }

    /** Each time by the plan has its run, whatever became of it, or one of the reasons for which there is none. */
    private void checkDueTimes(Job job, List<RunRecord> runs) {
        int vm = played.vmOf(job.id());
        Set<Instant> scheduled = new HashSet<>();
        runs.forEach(run -> scheduled.add(run.course().origin().scheduledAt()));
        Duration every = Duration.ofHours(played.plan().everyHours(vm));
        Instant last = played.ended().minus(BEGINS_WITHIN);
        for (Instant due = played.plan().startOf(vm); due.isBefore(last); due = due.plus(every)) {
            count("due times");
            if (scheduled.contains(due)) {
                continue;
            }
            Instant time = due;
            if (played.ledger().pausedOnFailure(job.id()).stream().anyMatch(span -> span.holds(time, BEGINS_WITHIN))) {
                count("due times while failures paused the job");
            } else if (wasOff(due, runs)) {
                count("due times while the daemon was off, made up for by one run");
            } else if (isMadeUpForByRetry(due, runs)) {
                count("due times in the minutes in which a run failed, made up for by its retry");
            } else {
                complaints.add(job.vmName() + " was due at " + due + " and has no run");
            }
        }
    }

    private boolean wasOff(Instant due, List<RunRecord> runs) {
        return played.ledger().off().stream()
                .filter(span -> span.holds(due, BEGINS_WITHIN))
                .anyMatch(span -> runs.stream()
                        .anyMatch(run -> isWithin(run.times().startedAt(), span.to(), BEGINS_WITHIN)
                                || run.times().startedAt().isBefore(span.from())
                                        && run.times().endedAt().isAfter(span.from())));
    }

    private static boolean isWithin(Instant time, Instant from, Duration length) {
        return !time.isBefore(from) && !time.isAfter(from.plus(length));
    }

    private static boolean isMadeUpForByRetry(Instant due, List<RunRecord> runs) {
        return runs.stream()
                .filter(run -> run.state() == RunState.FAILED)
                .filter(run -> isWithin(run.times().endedAt(), due, BEGINS_WITHIN))
                .anyMatch(failed -> runs.stream()
                        .anyMatch(run -> isWithin(
                                run.times().startedAt(), failed.times().endedAt(), LONGEST_RETRY.plus(BEGINS_WITHIN))));
    }

    /** By the lab's own copy of what was frozen, against what EBS would show an instance. */
    private void checkBytes(RunRecord run) {
        JsonNode frozen = null;
        for (JsonNode snapshot : played.lab().control().get("/vcenter/snapshots?vm=" + nameOf(run))) {
            if (snapshot.path("snapshot").asText().equals(run.vmSnapshotId())) {
                frozen = snapshot;
            }
        }
        if (frozen == null) {
            complaints.add(run.id() + " names a VM snapshot that never was: " + run.vmSnapshotId());
            return;
        }
        for (JsonNode disk : frozen.path("disks")) {
            String snapshotId = run.disks().stream()
                    .filter(known -> known.disk().key() == disk.path("key").asInt())
                    .map(DiskRecord::progress)
                    .map(progress -> progress.snapshotId())
                    .findFirst()
                    .orElse("none");
            JsonNode volume = played.lab()
                    .control()
                    .get("/ebs/snapshots/" + snapshotId + "/volume/sha256?size="
                            + disk.path("sizeBytes").asLong());
            if (!volume.path("sha256").asText().equals(disk.path("sha256").asText())) {
                complaints.add("the latest image of " + nameOf(run) + " is not what was frozen");
            } else {
                count("latest images that are byte for byte what was frozen");
            }
        }
    }

    private String nameOf(RunRecord run) {
        return played.vms().get(played.vmOf(run.jobId())).name();
    }

    private static Set<String> ofOurs(JsonNode list, String id, Set<String> jobIds) {
        Set<String> found = new TreeSet<>();
        for (JsonNode one : list) {
            if (jobIds.contains(one.path("tags").path("connector:job").asText())) {
                found.add(one.path(id).asText());
            }
        }
        return found;
    }

    private void compare(String what, Set<String> wanted, Set<String> found) {
        counts.put(what + "s at the end", found.size());
        found.stream()
                .filter(id -> !wanted.contains(id))
                .forEach(id -> complaints.add(what + " " + id + " should be gone"));
        wanted.stream()
                .filter(id -> !found.contains(id))
                .forEach(id -> complaints.add(what + " " + id + " is missing"));
    }

    private void checkVcenter() {
        Set<String> ours = new HashSet<>();
        played.vms().stream().map(LabVcenter.Vm::name).forEach(ours::add);
        for (JsonNode snapshot : played.lab().vcenter().snapshots()) {
            if (ours.contains(snapshot.path("vmName").asText())) {
                count("VM snapshots taken");
                if (!snapshot.path("removed").asBoolean()) {
                    complaints.add("VM snapshot " + snapshot.path("name").asText() + " of "
                            + snapshot.path("vmName").asText() + " is left");
                }
            }
        }
    }
}
