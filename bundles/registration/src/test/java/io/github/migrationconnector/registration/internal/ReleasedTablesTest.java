package io.github.migrationconnector.registration.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.store.internal.GoldenTables;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database of each released version is brought up to date, and nothing in it is lost or means something else. */
final class ReleasedTablesTest {
    private static final String TABLES = "io/github/migrationconnector/registration/tables";
    private static final GoldenTables RELEASED =
            new GoldenTables("registration", TABLES, ReleasedTablesTest.class.getClassLoader());

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_760_000_020_000L), ZoneOffset.UTC);

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
            database.migrate("registration", getClass().getClassLoader(), TABLES);
            assertThat(RELEASED.dump(database)).isEqualTo(RELEASED.expected(version));
            Identity identity = new Identity(database, CLOCK);
            assertThat(identity.id()).isEqualTo("c-0123456789abcdef0");
            if (version >= 2) {
                assertThat(identity.associated()).isEqualTo(Instant.ofEpochMilli(1_760_000_000_000L));
                Drafts drafts = new Drafts(database, () -> {
                    throw new AssertionError("no secret is asked for");
                });
                assertThat(drafts.of(SetupStep.AWS)).get().satisfies(draft -> {
                    assertThat(draft.reopened()).isTrue();
                    assertThat(draft.learned()).containsEntry("account", "123456789012");
                });
            }
            assertThat(identity.sides().awsAccount()).isEqualTo(version >= 3 ? "123456789012" : "");
        }
    }

    @Test
    void noReleasedScriptWasChangedAndEachHasItsGoldenDatabase() {
        assertThat(RELEASED.complaints()).isEmpty();
    }
}
