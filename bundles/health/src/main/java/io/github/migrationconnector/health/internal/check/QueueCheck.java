package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunState;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** How long runs have waited: for a free place, or for what somebody has to mend. */
@Component(service = HealthCheck.class)
public final class QueueCheck implements HealthCheck {
    private static final Duration LONG = Duration.ofHours(1);

    private final Neighbours neighbours;
    private final Clock clock;

    @Activate
    public QueueCheck(@Reference Neighbours neighbours) {
        this(neighbours, Clock.systemUTC());
    }

    QueueCheck(Neighbours neighbours, Clock clock) {
        this.neighbours = neighbours;
        this.clock = clock;
    }

    @Override
    public CheckProfile profile() {
        return new CheckProfile("QUEUE", 10, Duration.ofMinutes(1));
    }

    @Override
    public CheckFinding look() {
        Replication replication = neighbours.replication();
        List<Run> waiting = replication.jobs().stream()
                .flatMap(job -> replication.runs(job.id()).stream()
                        .filter(run -> !run.state().ended())
                        .limit(1))
                .filter(run -> run.state() == RunState.PENDING
                        || !run.details().waitingFor().isEmpty())
                .toList();
        Optional<Run> oldest = waiting.stream().min(Comparator.comparing(Run::startedAt));
        if (oldest.isEmpty()) {
            return CheckFinding.ok("HEALTH_QUEUE_EMPTY", "No run waits.");
        }
        Run run = oldest.get();
        Duration waited = Duration.between(run.startedAt(), clock.instant());
        String why = waiting.size() + " runs wait, " + run.id() + " since " + run.startedAt()
                + (run.details().waitingFor().isEmpty()
                        ? ", for a free place."
                        : ": " + run.details().waitingFor());
        return waited.compareTo(LONG) > 0
                ? CheckFinding.warning(
                        "RUNS_WAIT", why, "The run's page has the fix; with no fix there, let more runs go at once.")
                : CheckFinding.ok(
                        "HEALTH_QUEUE",
                        why,
                        Integer.toString(waiting.size()),
                        run.id(),
                        run.startedAt().toString());
    }
}
