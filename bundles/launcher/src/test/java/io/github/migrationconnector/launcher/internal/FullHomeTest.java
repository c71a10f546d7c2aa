package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home on a full disk: what can't be written is written later, and a start finds the room that was kept for it. */
final class FullHomeTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(told, true, StandardCharsets.UTF_8);

    @Test
    void theAddressIsTriedAgainUntilItIsThere() throws IOException {
        Path file = directory.resolve("run/address");
        Announcement announcement = new Announcement(file, "https://127.0.0.1:8443", err);
        announcement.again();
        assertThat(told.toString(StandardCharsets.UTF_8)).isEmpty();
        // what no file can be made in
        announcement.begin();
        announcement.again();
        assertThat(told.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
        Files.createDirectory(directory.resolve("run"));
        announcement.again();
        assertThat(file).hasContent("https://127.0.0.1:8443");
        Files.delete(file);
        announcement.again();
        assertThat(file).as("whoever removed it stops the daemon").doesNotExist();
    }

    @Test
    void anAddressThatSaysTheSameIsLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("address"), "https://127.0.0.1:8443\n");
        Object before = Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
        new Announcement(file, "https://127.0.0.1:8443", err).begin();
        assertThat(Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class)
                        .fileKey())
                .isEqualTo(before);
        new Announcement(file, "https://127.0.0.1:9443", err).begin();
        assertThat(file).hasContent("https://127.0.0.1:9443");
    }

    @Test
    void theReserveIsTakenWhenThereIsPlentyAndGivenFreeForAStart() throws IOException {
        Path file = directory.resolve("reserve");
        AtomicLong free = new AtomicLong(10L << 20);
        StartReserve reserve = new StartReserve(file, free::get, err);
        reserve.keep();
        assertThat(file).doesNotExist();
        free.set(1L << 40);
        reserve.keep();
        assertThat(file).hasSize(StartReserve.BYTES);
        reserve.keep();
        reserve.release();
        assertThat(file).doesNotExist();
        reserve.release();
        assertThat(told.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aReserveThatCannotBeTakenIsLeftAtThat() throws IOException {
        StartReserve reserve = new StartReserve(directory.resolve("absent/reserve"), () -> 1L << 40, err);
        reserve.keep();
        Files.createDirectory(directory.resolve("absent"));
        reserve.keep();
        assertThat(directory.resolve("absent")).isEmptyDirectory();
    }

    @Test
    void aLockOnAFullDiskSaysWhoHasIt() throws IOException {
        Path home = Files.createDirectories(directory.resolve("home/run"));
        Path file = Files.writeString(home.resolve("lock"), "123456789012\n");
        try (HomeLock lock = HomeLock.take(new Home(directory.resolve("home")))) {
            assertThat(lock).isNotNull();
            assertThat(file).hasContent(ProcessHandle.current().pid() + "");
        }
    }
}
