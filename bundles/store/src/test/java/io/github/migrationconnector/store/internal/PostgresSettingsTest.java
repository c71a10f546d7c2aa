package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresSettingsTest {
    private static final String LINE = "jdbc:postgresql://db.example:5433/connector?user=me";

    @TempDir
    private Path directory;

    @Test
    void readsThePasswordOfItsOwnFile() throws IOException {
        Path file = secret("rw-------");
        PostgresSettings settings = PostgresSettings.of(LINE, file.toString());
        assertThat(settings.password()).contains("the word");
        assertThat(settings.place()).isEqualTo("connector at db.example:5433");
        assertThat(settings.toString()).doesNotContain("the word");
        assertThat(PostgresSettings.of(LINE, "").password()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw----"})
    void refusesAFileThatOthersRead(String rights) throws IOException {
        Path file = secret(rights);
        assertThatThrownBy(() -> PostgresSettings.of(LINE, file.toString()))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("STORE_SETTINGS_WRONG")
                .hasMessageNotContaining("the word");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://db/x?user=me&password=secret7", "jdbc:mysql://db/x", "db.example"})
    void refusesAnotherAddressAndAPasswordInIt(String line) {
        assertThatThrownBy(() -> PostgresSettings.of(line, ""))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("STORE_SETTINGS_WRONG")
                .hasMessageNotContaining("secret7");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db.example/x, true",
        "jdbc:postgresql://db.example/x?sslmode=disable, false",
        "jdbc:postgresql://127.0.0.1/x, false",
        "jdbc:postgresql://localhost:5433/x, false"
    })
    void wantsAServerThatProvesWhoItIs(String line, boolean proven) {
        assertThat(PostgresSettings.of(line, "").wantsProvenServer()).isEqualTo(proven);
    }

    private Path secret(String rights) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "the word\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }
}
