package io.github.migrationconnector.simulation;

import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabExtension;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The long form, another seed each day. It takes long, so it is played when it is asked for. */
@Tag("long")
@ExtendWith(LabExtension.class)
final class ThirtyDaysTest {
    private static final long SEED =
            Long.getLong("simulation.seed", LocalDate.now(ZoneOffset.UTC).toEpochDay());

    private static final int DAYS = Integer.getInteger("simulation.days", 30);

    @TempDir
    private Path home;

    @Test
    void accountForEveryRunOnSqlite(Lab lab) throws Exception {
        play(false, lab);
    }

    @Test
    void accountForEveryRunOnPostgresql(Lab lab) throws Exception {
        play(true, lab);
    }

    private void play(boolean postgresql, Lab lab) throws InterruptedException {
        Simulation simulation = new Simulation(new Plan(SEED, DAYS, 50, postgresql), lab, home);
        try {
            Report.play(simulation);
        } finally {
            simulation.end();
        }
    }
}
