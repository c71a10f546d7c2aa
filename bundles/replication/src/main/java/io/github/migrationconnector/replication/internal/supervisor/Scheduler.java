package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.JobStatus;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.domain.Course;
import io.github.migrationconnector.replication.internal.domain.JobEvent;
import io.github.migrationconnector.replication.internal.domain.JobTransitions;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.domain.Timetable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the runs that are due. The table of jobs is all that it knows: a daemon that was off begins one run for all the
 * times that passed, and two daemons on one table begin each run once.
 */
public final class Scheduler {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    /** Jobs that are due at the same hour begin within this time, each always at the same distance. */
    static final Duration JITTER = Duration.ofMinutes(2);

    /** How long a job that failures have paused can be resumed: the retired service's four days. */
    static final Duration RESUMABLE = Duration.ofDays(4);

    private final RunStore store;
    private final RunSupervisor supervisor;
    private final JobRemoval removal;
    private final Clock clock;
    private final Ids ids = new Ids();

    public Scheduler(RunStore store, RunSupervisor supervisor, JobRemoval removal, Clock clock) {
        this.store = store;
        this.supervisor = supervisor;
        this.removal = removal;
        this.clock = clock;
    }

    /** Does what is due now. One job that can't be helped does not keep the others. */
    public void tick() {
        for (Job job : store.jobs()) {
            try {
                look(job, clock.instant(), jitter(job.id()));
            } catch (ConnectorException e) {
                LOG.warn("job {} can't be scheduled now: {}", job.id(), e.getMessage());
            }
        }
    }

    /** Begins what a person has just made due, without the distance that keeps jobs of the same hour apart. */
    public void look(String jobId) {
        store.job(jobId).ifPresent(job -> look(job, clock.instant(), Duration.ZERO));
    }

    private void look(Job job, Instant now, Duration jitter) {
        JobStatus status = job.status();
        if (status.state() == JobState.DELETING) {
            removal.finish(job.id());
        } else if (status.state() == JobState.PAUSED_ON_FAILURE) {
            failWhenLeft(job, now);
        } else if (JobTransitions.mayBegin(status)) {
            if (Timetable.isTooFar(job.spec().schedule(), status.nextRunAt(), now)) {
                LOG.warn("the clock was set back: job {} is due by the new time", job.id());
                setBack(job, now);
            } else if (!status.nextRunAt().plus(jitter).isAfter(now)) {
                begin(job, now);
            }
        }
    }

    private void begin(Job job, Instant now) {
        Instant due = job.status().nextRunAt();
        RunRecord run = RunRecord.pending(ids.run(), job.id(), Course.Origin.automatic(due), now);
        Optional<RunRecord> kept =
                store.begin(run, due, Timetable.after(job.spec().schedule(), now.isAfter(due) ? now : due));
        if (kept.isEmpty()) {
            return;
        }
        if (kept.get().state() == RunState.MISSED) {
            LOG.warn("job {} was due at {} while a run of it is active: {} is left out", job.id(), due, run.id());
            return;
        }
        LOG.info("job {} was due at {}: {} begins", job.id(), due, run.id());
        supervisor.takeUp(run.id());
    }

    private void setBack(Job job, Instant now) {
        store.changeJob(
                job.id(),
                found -> found.with(new JobStatus(
                        found.status().state(),
                        found.status().paused(),
                        found.status().notice(),
                        Timetable.after(found.spec().schedule(), now),
                        found.status().failures(),
                        found.status().revision())));
    }

    private void failWhenLeft(Job job, Instant now) {
        boolean left = store.runs(job.id()).stream()
                .filter(run -> run.state().ended())
                .findFirst()
                .map(run -> run.times().endedAt().plus(RESUMABLE).isBefore(now))
                .orElse(false);
        if (!left) {
            return;
        }
        LOG.warn("job {} was not resumed within {} days and has failed", job.id(), RESUMABLE.toDays());
        store.changeJob(job.id(), found -> {
            if (found.status().state() != JobState.PAUSED_ON_FAILURE) {
                return found;
            }
            return found.with(new JobStatus(
                    JobTransitions.change(found.status().state(), JobEvent.LEFT_PAUSED),
                    found.status().paused(),
                    found.status().notice(),
                    Timetable.NEVER,
                    found.status().failures(),
                    found.status().revision()));
        });
    }

    /** The same for the same job in every daemon and every life. */
    private static Duration jitter(String jobId) {
        return Duration.ofMillis(Math.floorMod(jobId.hashCode() * 31L, JITTER.toMillis()));
    }
}
