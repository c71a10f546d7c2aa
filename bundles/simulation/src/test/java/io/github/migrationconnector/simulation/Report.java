package io.github.migrationconnector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

/** Plays a simulation, tells what was counted, and holds it to its rules. */
final class Report {
    private Report() {}

    static void play(Simulation simulation) throws InterruptedException {
        Instant begun = Instant.now();
        System.out.println("Simulates " + simulation.plan());
        simulation.play();
        Checker checker = new Checker(simulation);
        var complaints = checker.complaints();
        System.out.println(simulation.plan() + ": "
                + Duration.between(begun, Instant.now()).toSeconds() + " s");
        checker.counts().forEach((what, count) -> System.out.println("  " + what + ": " + count));
        simulation.ledger().events().forEach((what, count) -> System.out.println("  " + what + ": " + count));
        System.out.println("  kills: "
                + simulation.ledger().kills().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum() + " " + simulation.ledger().kills());
        assertThat(complaints).as("%s", simulation.plan()).isEmpty();
        assertThat(simulation.ledger().kills())
                .as("places where the daemon was killed")
                .isNotEmpty();
        if (simulation.plan().meetsEveryKill()) {
            assertThat(simulation.ledger().kills()).containsOnlyKeys(KillPoint.values());
        }
    }
}
