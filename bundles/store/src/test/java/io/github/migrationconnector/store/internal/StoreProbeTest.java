package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** The probe passes over a store that can be read, and over no other. */
final class StoreProbeTest {
    @Test
    void passesOverAStoreThatCanBeRead(@TempDir Path home) {
        try (SqliteDatabase database = new SqliteDatabase(home, SynchronousMode.FULL)) {
            assertThatCode(new StoreProbe(database)::check).doesNotThrowAnyException();
        }
    }

    @Test
    void failsOverADamagedFile(@TempDir Path home) throws Exception {
        try (SqliteDatabase database = new SqliteDatabase(home, SynchronousMode.FULL)) {
            // no reader is open yet: the next one meets what is there
            Files.write(
                    SqliteDatabase.fileIn(home),
                    "no database at all. ".repeat(500).getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(new StoreProbe(database)::check)
                    .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
                    .extracting(failure -> failure.problem().retry())
                    .isEqualTo(Retry.NEVER);
        }
    }
}
