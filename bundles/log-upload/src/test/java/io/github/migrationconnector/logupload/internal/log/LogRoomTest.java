package io.github.migrationconnector.logupload.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.log.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs within their room: below a cap, and as little as is of use when the disk is full. */
final class LogRoomTest {
    private static final int SIZE = 300 << 10;

    @TempDir
    private Path directory;

    private final AtomicLong free = new AtomicLong(1L << 40);

    @BeforeEach
    void fill() throws IOException {
        write("replication.2026-11-27.0.log.gz", 1);
        write("connector.2026-11-28.0.log.gz", 2);
        write("replication.2026-11-29.0.log.gz", 3);
        write("replication.log", 4);
        Files.writeString(directory.resolve("mine.txt"), "not a log");
    }

    private void write(String name, int day) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, "line\n".repeat(SIZE / 5));
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(86_400L * day)));
    }

    private LogRoom room(long cap, long keepFree) {
        return new LogRoom(new LogDirectory(directory), new LogRoom.Bounds(cap, keepFree), free::get);
    }

    private Iterable<String> names() {
        return new LogDirectory(directory).files().stream().map(LogFile::name).toList();
    }

    @Test
    void theOldestGoAboveTheCap() {
        room(3L * SIZE + 1, 0).tend();
        assertThat(names())
                .containsExactly("replication.log", "replication.2026-11-29.0.log.gz", "connector.2026-11-28.0.log.gz");
        assertThat(directory.resolve("mine.txt")).exists();
    }

    @Test
    void belowTheCapAndWithRoomNothingGoes() {
        LogRoom room = room(100L * SIZE, 1000);
        room.tend();
        assertThat(names()).hasSize(4);
        assertThat(room.space().shrunk()).isFalse();
        assertThat(room.space().bytes()).isEqualTo(4L * SIZE);
    }

    @Test
    void onAFullDiskAllGoButTheEndOfWhatIsWrittenTo() throws IOException {
        free.set(10);
        LogRoom room = room(100L * SIZE, 1000);
        room.tend();
        assertThat(names()).containsExactly("replication.log");
        assertThat(Files.size(directory.resolve("replication.log"))).isBetween(100_000L, 128L << 10);
        assertThat(Files.readString(directory.resolve("replication.log"))).startsWith("line\n");
        assertThat(room.space().shrunk()).isTrue();
        // until there is clearly room again
        free.set(1500);
        room.tend();
        assertThat(room.space().shrunk()).isTrue();
        free.set(2000);
        room.tend();
        assertThat(room.space().shrunk()).isFalse();
    }
}
