package io.github.migrationconnector.health.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.health.CheckResult;
import io.github.migrationconnector.store.internal.GoldenTables;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database of each released version is brought up to date, and nothing in it is lost or means something else. */
final class ReleasedTablesTest {
    private static final String TABLES = "io/github/migrationconnector/health/tables";
    private static final GoldenTables RELEASED =
            new GoldenTables("health", TABLES, ReleasedTablesTest.class.getClassLoader());

    @TempDir
    private Path home;

    static IntStream versions() {
        return RELEASED.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void isBroughtUpToDate(int version) throws Exception {
        try (TemporaryDatabase database = new TemporaryDatabase(home)) {
            RELEASED.fill(database, version, home);
            database.migrate("health", getClass().getClassLoader(), TABLES);
            assertThat(RELEASED.dump(database)).isEqualTo(RELEASED.expected(version));
            assertThat(new KnownResults(database).of("disk-space"))
                    .get()
                    .extracting(CheckResult::since)
                    .isEqualTo(Instant.ofEpochMilli(1_760_000_000_000L));
        }
    }

    @Test
    void noReleasedScriptWasChangedAndEachHasItsGoldenDatabase() {
        assertThat(RELEASED.complaints()).isEmpty();
    }
}
