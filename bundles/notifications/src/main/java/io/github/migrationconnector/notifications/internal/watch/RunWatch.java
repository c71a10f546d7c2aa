package io.github.migrationconnector.notifications.internal.watch;

import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Change;
import io.github.migrationconnector.api.replication.Changes;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.notifications.internal.Happening;
import io.github.migrationconnector.notifications.internal.Neighbours;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How runs ended, and which jobs wait after failures. Follows what changes; looks at everything when it begins, and whenever it
 * has missed changes, so that what ended just before a crash is told after it.
 */
final class RunWatch implements Watch {
    /** Older ends are no news, and what was told of them may be forgotten. */
    private static final Duration NEWS = Duration.ofDays(14);

    /** Runs of other connectors of the same store end without a change here. */
    private static final Duration EVERYTHING = Duration.ofMinutes(5);

    private final Neighbours neighbours;
    private long behind;
    private Instant everythingAt = Instant.EPOCH;
    private Seen seen = new Seen(0, Instant.EPOCH);

    /** How far a look came; in force when what it saw is kept. */
    private record Seen(long behind, Instant everythingAt) {}

    RunWatch(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    @Override
    public Sight look(Instant now) {
        Changes changes = neighbours.changes();
        Replication replication = neighbours.replication();
        long latest = changes.latest();
        boolean all = changes.forgotten(behind)
                || behind > latest
                || everythingAt.plus(EVERYTHING).isBefore(now);
        List<Happening> happenings = new ArrayList<>();
        if (all) {
            replication.jobs().forEach(job -> happenings.addAll(of(job, replication.runs(job.id()), now)));
            seen = new Seen(latest, now);
        } else {
            List<Change> news = news(changes);
            jobsOf(news, replication).forEach(job -> happenings.addAll(of(job, replication.runs(job.id()), now)));
            seen = new Seen(news.stream().mapToLong(Change::number).max().orElse(behind), everythingAt);
        }
        return Sight.of(happenings);
    }

    @Override
    public void kept() {
        behind = seen.behind();
        everythingAt = seen.everythingAt();
    }

    private List<Change> news(Changes changes) {
        try {
            return changes.after(behind, Duration.ZERO);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static List<Job> jobsOf(List<Change> news, Replication replication) {
        return news.stream()
                .filter(change -> change.kind() == Change.Kind.RUN || change.kind() == Change.Kind.JOB)
                .map(Change::jobId)
                .distinct()
                .flatMap(id -> replication.job(id).stream())
                .toList();
    }

    private static List<Happening> of(Job job, List<Run> runs, Instant now) {
        List<Happening> happenings = new ArrayList<>();
        runs.stream()
                .filter(run -> run.state().ended() && end(run).isAfter(now.minus(NEWS)))
                .forEach(run -> ended(job, run).ifPresent(happenings::add));
        if (job.status().state() == JobState.PAUSED_ON_FAILURE) {
            runs.stream()
                    .filter(run -> run.state() == RunState.FAILED)
                    .findFirst()
                    .filter(run -> run.endedAt().isAfter(now.minus(NEWS)))
                    .ifPresent(run -> happenings.add(paused(job, run)));
        }
        return happenings;
    }

    private static Optional<Happening> ended(Job job, Run run) {
        boolean cutOver = run.details().cutOver();
        String title = (cutOver ? "Cut-over of " : "Replication of ") + job.vmName();
        return switch (run.state()) {
            case COMPLETED ->
                Optional.of(happening(
                        job,
                        run,
                        cutOver ? NotificationEvent.CUTOVER_COMPLETED : NotificationEvent.RUN_COMPLETED,
                        new Happening.Words(title + " completed", completed(run), "")));
            case FAILED ->
                Optional.of(happening(
                        job,
                        run,
                        cutOver ? NotificationEvent.CUTOVER_FAILED : NotificationEvent.RUN_FAILED,
                        failed(title + " failed", run)));
            case MISSED ->
                Optional.of(happening(
                        job,
                        run,
                        NotificationEvent.RUN_MISSED,
                        new Happening.Words(
                                title + " was left out",
                                "It was due at " + run.details().scheduledAt()
                                        + " while another run of the job was active.",
                                "If this happens often, replicate less often.")));
            case PENDING, ACTIVE, DELETING, DELETED -> Optional.empty();
        };
    }

    private static String completed(Run run) {
        String image = run.imageId().isEmpty() ? "" : " The image is " + run.imageId() + ".";
        String warnings =
                run.warnings().stream().map(warning -> " " + warning.message()).collect(Collectors.joining());
        return run.id() + " ended at " + run.endedAt() + "." + image + warnings;
    }

    private static Happening.Words failed(String title, Run run) {
        Problem problem = run.problems().stream()
                .findFirst()
                .orElseGet(() -> Problem.fatal("RUN_FAILED", run.id() + " failed.", "Look at the run."));
        return new Happening.Words(title, problem.message(), problem.fix());
    }

    private static Happening happening(Job job, Run run, NotificationEvent event, Happening.Words words) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("job", job.id());
        facts.put("run", run.id());
        facts.put("vm", job.vmName());
        if (!run.imageId().isEmpty()) {
            facts.put("image", run.imageId());
        }
        if (run.state() == RunState.FAILED && !run.problems().isEmpty()) {
            facts.put("code", run.problems().get(0).code());
        }
        return new Happening("run/" + run.id() + "/" + run.state(), event, end(run), words, facts);
    }

    /** A run that never began has no end of its own. */
    private static Instant end(Run run) {
        return run.endedAt().equals(Instant.EPOCH) ? run.startedAt() : run.endedAt();
    }

    private static Happening paused(Job job, Run last) {
        return new Happening(
                "job/" + job.id() + "/paused/" + last.id(),
                NotificationEvent.JOB_PAUSED_ON_FAILURE,
                last.endedAt(),
                new Happening.Words(
                        "The job for " + job.vmName() + " is paused after failures",
                        job.status().message().isEmpty()
                                ? "Too many of its runs failed in a row."
                                : job.status().message(),
                        "Mend what the last run's problem says, then resume the job (connector job resume " + job.id()
                                + ")."),
                Map.of("job", job.id(), "run", last.id(), "vm", job.vmName()));
    }
}
