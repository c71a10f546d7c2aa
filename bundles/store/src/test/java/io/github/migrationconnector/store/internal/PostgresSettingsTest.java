package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.problem.ConnectorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert;
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

    @Test
    void itsOwnToolsAreNamedForABackup() {
        PostgresSettings settings = PostgresSettings.of("jdbc:postgresql://db.example/x?user=me", "");
        assertThatThrownBy(() -> new PostgresBackups(settings).make())
                .isInstanceOfSatisfying(ConnectorException.class, refused -> assertThat(
                                refused.problem().fix())
                        .isEqualTo(
                                "Say pg_dump --format=custom --file=FILE --dbname='host=db.example port=5432 dbname=x"
                                        + " user=me sslmode=verify-full'."));
        assertThatThrownBy(() -> new PostgresBackups(settings).restore(directory, true))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("STORE_IS_POSTGRESQL");
    }

    /** The line is read by a shell, and what the shell makes of it by libpq. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://db.example/x?user=o%27neil%24%28id%29 | user='o\\'neil$(id)'",
                "jdbc:postgresql://db.example/a%20b%5C?user=me | dbname='a b\\\\'",
                "jdbc:postgresql://db.example/x?sslmode=require&sslrootcert=/a%20b/ca.pem"
                        + " | sslmode=require sslrootcert='/a b/ca.pem'",
                "jdbc:postgresql://[::1]/x?user=me | host=::1 port=5432 dbname=x user=me"
            })
    void whatStandsInTheAddressStaysOneWordOfTheShell(String url, String expected) throws Exception {
        PostgresSettings settings = PostgresSettings.of(url, "");
        assertThat(wordsOfTheShell(() -> new PostgresBackups(settings).make())).contains(expected);
        assertThat(wordsOfTheShell(() -> new PostgresBackups(settings).restore(directory, true)))
                .contains(expected);
    }

    /** The connection of a proposed line, as the program is given it. */
    private static String wordsOfTheShell(ThrowableAssert.ThrowingCallable call) throws Exception {
        ConnectorException refused = catchThrowableOfType(ConnectorException.class, call);
        Matcher line = Pattern.compile("Say (pg_\\w+ .*--dbname='.*'(?= FILE,|\\.$))")
                .matcher(refused.problem().fix());
        assertThat(line.find()).as(refused.problem().fix()).isTrue();
        Process shell = new ProcessBuilder(
                        "sh", "-c", "for word in " + line.group(1) + "; do last=$word; done; printf %s \"$last\"")
                .start();
        String last = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        assertThat(last).startsWith("--dbname=host=");
        return last;
    }

    private Path secret(String rights) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "the word\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }
}
