package io.github.migrationconnector.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.apikey.ApiKey;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.user.User;
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
    private static final String TABLES = "io/github/migrationconnector/access/tables";
    private static final GoldenTables RELEASED =
            new GoldenTables("access", TABLES, ReleasedTablesTest.class.getClassLoader());

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
            database.migrate("access", getClass().getClassLoader(), TABLES);
            assertThat(RELEASED.dump(database)).isEqualTo(RELEASED.expected(version));
            UserTable users = new UserTable(database, CLOCK);
            assertThat(users.hasAdministrator()).isTrue();
            assertThat(users.list()).extracting(User::name).contains("admin");
            if (version >= 2) {
                assertThat(users.find("otto")).get().extracting(User::enabled).isEqualTo(false);
                assertThat(new TokenTable(database, CLOCK).find(Secret.of("token of version 2")))
                        .contains(new Principal("olga", Role.VIEWER));
                assertThat(new ApiKeyTable(database, CLOCK).list())
                        .extracting(ApiKey::owner)
                        .containsExactly("olga");
            }
        }
    }

    @Test
    void noReleasedScriptWasChangedAndEachHasItsGoldenDatabase() {
        assertThat(RELEASED.complaints()).isEmpty();
    }
}
