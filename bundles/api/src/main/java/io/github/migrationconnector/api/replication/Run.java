package io.github.migrationconnector.api.replication;

import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One run of a job.
 *
 * @param id {@code sms-run-} and hex digits
 * @param jobId the job it belongs to
 * @param state where it stands
 * @param phase the step it is in, or ended in
 * @param startedAt when it was asked for
 * @param endedAt when it ended; {@link Instant#EPOCH} before
 * @param disks by device key; empty before the VM snapshot
 * @param imageId the image; empty before there is one
 * @param problems what went wrong, the last first; empty when nothing did
 * @param warnings what its reader should know
 * @param details what else is known
 */
public record Run(
        String id,
        String jobId,
        RunState state,
        RunPhase phase,
        Instant startedAt,
        Instant endedAt,
        List<RunDisk> disks,
        String imageId,
        List<Problem> problems,
        List<Notice> warnings,
        RunDetails details) {
    public Run {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(endedAt, "endedAt");
        Objects.requireNonNull(imageId, "imageId");
        disks = List.copyOf(disks);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        Objects.requireNonNull(details, "details");
    }

    /** A run that somebody asked for. */
    public Run(
            String id,
            String jobId,
            RunState state,
            RunPhase phase,
            Instant startedAt,
            Instant endedAt,
            List<RunDisk> disks,
            String imageId,
            List<Problem> problems,
            List<Notice> warnings) {
        this(
                id,
                jobId,
                state,
                phase,
                startedAt,
                endedAt,
                disks,
                imageId,
                problems,
                warnings,
                RunDetails.onDemand(startedAt));
    }
}
