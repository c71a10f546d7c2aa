package io.github.migrationconnector.notifications.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.notification.ChannelKind;
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
    private static final String TABLES = "io/github/migrationconnector/notifications/tables";
    private static final GoldenTables RELEASED =
            new GoldenTables("notifications", "notification_", TABLES, ReleasedTablesTest.class.getClassLoader());

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
            Outbox outbox = new Outbox(database, "home-1", 100);
            assertThat(RELEASED.dump(database)).isEqualTo(RELEASED.expected(version));
            assertThat(outbox.knows("run sms-run-0123456789abcdef0 FAILED")).isTrue();
            assertThat(outbox.mark("audit")).contains("42");
            assertThat(outbox.due(ChannelKind.WEBHOOK, Instant.ofEpochMilli(1_760_000_060_000L)))
                    .as("the letter that waited")
                    .isPresent();
        }
    }

    @Test
    void noReleasedScriptWasChangedAndEachHasItsGoldenDatabase() {
        assertThat(RELEASED.complaints()).isEmpty();
    }
}
