package io.github.migrationconnector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabExtension;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The short form: three days of a small estate on each store, and the checker shown to see what it is there for. */
@ExtendWith(LabExtension.class)
final class ThreeDaysTest {
    private static final long SEED = Long.getLong("simulation.seed", 7);

    /** As many as it takes to meet each place where the daemon is killed. */
    private static final int VMS = Integer.getInteger("simulation.vms", 12);

    /** All intervals, and all numbers of images to keep: more shows nothing that the other store does not show. */
    private static final int VMS_ON_POSTGRESQL = Integer.getInteger("simulation.vms", 6);

    @TempDir
    private Path home;

    @Test
    void accountForEveryRunOnSqlite(Lab lab) throws Exception {
        Simulation simulation = new Simulation(new Plan(SEED, 3, VMS, false), lab, home);
        try {
            Report.play(simulation);
            new PlantedFaults(simulation).areSeen();
        } finally {
            simulation.end();
        }
    }

    @Test
    void accountForEveryRunOnPostgresql(Lab lab) throws Exception {
        Simulation simulation = new Simulation(new Plan(SEED, 3, VMS_ON_POSTGRESQL, true), lab, home);
        try {
            Report.play(simulation);
        } finally {
            simulation.end();
        }
    }

    @Test
    void everyPhaseHasAPlaceToBeKilledIn() {
        EnumSet<RunPhase> without = EnumSet.allOf(RunPhase.class);
        without.removeAll(
                Arrays.stream(KillPoint.values()).map(KillPoint::phase).collect(Collectors.toSet()));
        // a guest that is shut down belongs to cut-overs, which nobody asks for by a schedule
        assertThat(without).containsExactly(RunPhase.SHUTTING_DOWN);
    }
}
