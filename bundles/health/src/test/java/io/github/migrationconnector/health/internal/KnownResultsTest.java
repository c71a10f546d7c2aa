package io.github.migrationconnector.health.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckResult;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.store.Database;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.nio.file.Path;
import java.time.Instant;
import org.jdbi.v3.core.HandleCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownResultsTest {
    private static final Instant THEN = Instant.parse("2026-03-04T05:06:07Z");
    private static final CheckFinding LOW = CheckFinding.failing("DISK_SPACE_LOW", "Only 3 MiB.", "Make room.");

    @TempDir
    private Path home;

    private TemporaryDatabase database;
    private KnownResults results;

    @BeforeEach
    void start() {
        database = new TemporaryDatabase(home);
        database.migrate("health", getClass().getClassLoader(), "io/github/migrationconnector/health/tables");
        results = new KnownResults(database);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void remembersSinceWhenWhileOnlyTheFiguresChange() {
        results.found("DISK_SPACE", LOW, THEN);
        results.found(
                "DISK_SPACE",
                CheckFinding.failing("DISK_SPACE_LOW", "Only 2 MiB.", "Make room."),
                THEN.plusSeconds(30));
        CheckResult result = results.of("DISK_SPACE").orElseThrow();
        assertThat(result.since()).isEqualTo(THEN);
        assertThat(result.lookedAt()).isEqualTo(THEN.plusSeconds(30));
        assertThat(result.finding().why()).isEqualTo("Only 2 MiB.");
        results.found("DISK_SPACE", CheckFinding.failing("DISK_GONE", "Gone.", "Look."), THEN.plusSeconds(60));
        assertThat(results.of("DISK_SPACE").orElseThrow().since()).isEqualTo(THEN.plusSeconds(60));
    }

    @Test
    void remembersSinceWhenOverARestart() {
        results.found("DISK_SPACE", LOW, THEN);
        KnownResults after = new KnownResults(database);
        CheckResult before = after.of("DISK_SPACE").orElseThrow();
        assertThat(before.finding()).isEqualTo(LOW);
        assertThat(before.lookedAt()).as("not looked at since the start").isEqualTo(Instant.EPOCH);
        after.found("DISK_SPACE", LOW, THEN.plusSeconds(3600));
        assertThat(after.of("DISK_SPACE").orElseThrow().since()).isEqualTo(THEN);
        after.forget("DISK_SPACE");
        assertThat(new KnownResults(database).all()).isEmpty();
    }

    @Test
    void goesOnTellingWhenTheStoreFails() {
        KnownResults without = new KnownResults(new FailingDatabase());
        without.found("DISK_SPACE", LOW, THEN);
        assertThat(without.of("DISK_SPACE").orElseThrow().finding()).isEqualTo(LOW);
    }

    /** A store whose disk is full. */
    private static final class FailingDatabase implements Database {
        @Override
        public void migrate(String owner, ClassLoader loader, String location) {
            throw full();
        }

        @Override
        public <R, X extends Exception> R read(HandleCallback<R, X> work) {
            throw full();
        }

        @Override
        public <R, X extends Exception> R write(HandleCallback<R, X> work) {
            throw full();
        }

        private static RuntimeException full() {
            return Problem.fatal("STORE_FULL", "No room.", "Make some.").asException();
        }
    }
}
