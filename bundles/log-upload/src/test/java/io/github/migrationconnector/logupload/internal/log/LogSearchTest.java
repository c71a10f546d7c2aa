package io.github.migrationconnector.logupload.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.log.LogEntry;
import io.github.migrationconnector.api.log.LogLevel;
import io.github.migrationconnector.api.log.LogQuery;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in files, packed ones too, whatever else is in them. */
final class LogSearchTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        packed("replication.2026-11-29.0.log.gz", line(1, "INFO", "first"), line(3, "ERROR", "third"));
        Files.writeString(
                directory.resolve("replication.log"),
                "no JSON\n{\"time\":\"x\",\"level\":\"INFO\"}\n" + line(5, "WARN", "fifth") + "{\"time\":\"2026-1");
        Files.writeString(directory.resolve("access.log"), line(4, "INFO", "a Login"));
        Files.write(directory.resolve("access.2026-11-28.0.log.gz"), new byte[] {1, 2, 3});
    }

    private void packed(String name, String... lines) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve(name)))) {
            for (String line : lines) {
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static String line(int second, String level, String message) {
        return "{\"time\":\"1970-01-01T00:00:0" + second + "Z\",\"level\":\"" + level
                + "\",\"logger\":\"a.B\",\"thread\":\"t\",\"message\":\"" + message + "\",\"run\":\"sms-run-" + second
                + "\"}\n";
    }

    private List<String> found(LogQuery query) {
        return new LogSearch(new LogDirectory(directory))
                .find(query).stream().map(LogEntry::message).toList();
    }

    @Test
    void allOfItTheNewestFirst() {
        assertThat(found(LogQuery.NEWEST)).containsExactly("fifth", "a Login", "third", "first");
        assertThat(found(new LogQuery("", Set.of(), LogLevel.TRACE, "", Instant.MAX, 2)))
                .containsExactly("fifth", "a Login");
        assertThat(found(new LogQuery("", Set.of(), LogLevel.TRACE, "", Instant.ofEpochSecond(4), 2)))
                .containsExactly("third", "first");
    }

    @Test
    void byAreaLevelTextAndRun() {
        assertThat(found(new LogQuery("", Set.of(LogArea.ACCESS), LogLevel.TRACE, "", Instant.MAX, 9)))
                .containsExactly("a Login");
        assertThat(found(new LogQuery("", Set.of(), LogLevel.WARN, "", Instant.MAX, 9)))
                .containsExactly("fifth", "third");
        assertThat(found(new LogQuery("LOGIN", Set.of(), LogLevel.TRACE, "", Instant.MAX, 9)))
                .containsExactly("a Login");
        assertThat(found(new LogQuery("", Set.of(), LogLevel.TRACE, "sms-run-1", Instant.MAX, 9)))
                .containsExactly("first");
    }

    @Test
    void aPackedFileThatIsCutOffGivesWhatItHas() throws IOException {
        Path packed = directory.resolve("replication.2026-11-29.0.log.gz");
        byte[] whole = Files.readAllBytes(packed);
        Files.write(packed, Arrays.copyOf(whole, whole.length - 4));
        assertThat(found(LogQuery.NEWEST)).contains("fifth", "a Login");
    }
}
