package io.github.migrationconnector.logupload.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.logupload.UploadState.Trouble;
import io.github.migrationconnector.logging.redaction.Redactor;
import io.github.migrationconnector.logupload.internal.Cleaner;
import io.github.migrationconnector.logupload.internal.log.LogDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the logs arrives: each line once, clean, over rotations, failures and restarts. */
final class UploaderTest {
    @TempDir
    private Path home;

    private final HandClock clock = new HandClock();
    private final FakeTarget target = new FakeTarget();
    private Path logs;
    private boolean room = true;
    private UploadJournal journal;
    private Uploader uploader;

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectories(home.resolve("log"));
        restart(new Batches.Bounds(1 << 20, 4 << 20));
    }

    private void restart(Batches.Bounds bounds) {
        journal = new UploadJournal(home.resolve("log-upload"));
        uploader =
                new Uploader(journal, new Batches(new LogDirectory(logs), journal, bounds, clock), clock, () -> room);
    }

    private void upload() {
        uploader.upload(new Uploader.Means(
                Settings.USUAL, "c-1", () -> target, () -> Cleaner.of(new Redactor(List.of("planted!"))), Map::of));
        clock.goOn(Duration.ofMinutes(1));
    }

    private void log(String file, String text) throws IOException {
        Files.writeString(logs.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void rotate(String file, String packed) throws IOException {
        Path path = logs.resolve(file);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(logs.resolve(packed)))) {
            Files.copy(path, out);
        }
        Files.delete(path);
    }

    @Test
    void sendsEachLineOnceAndWithoutSecrets() throws IOException {
        log("access.log", "one planted!\ntwo password=abc\n");
        log("connector.log", "three\n");
        upload();
        assertThat(target.text())
                .contains("three\n")
                .contains("one ")
                .doesNotContain("planted")
                .doesNotContain("abc");
        assertThat(target.files.keySet())
                .allMatch(name ->
                        name.matches("c-1/2026/11/30/(access|connector)-20261130T120000Z-[0-9a-f]{16}\\.log\\.gz"));
        log("access.log", "four\n");
        target.files.clear();
        upload();
        assertThat(target.text()).isEqualTo("four\n");
        target.files.clear();
        upload();
        assertThat(target.files).isEmpty();
        assertThat(journal.progress().sentFiles()).isEqualTo(3);
        assertThat(journal.progress().trouble()).isEqualTo(Trouble.NONE);
    }

    @Test
    void knowsALogAgainThatWasRenamedAndPacked() throws IOException {
        log("access.log", "one\ntwo\n");
        upload();
        log("access.log", "three\n");
        rotate("access.log", "access.2026-11-30.0.log.gz");
        log("access.log", "four\n");
        target.files.clear();
        upload();
        assertThat(target.text()).isEqualTo("three\nfour\n");
    }

    /** Logback packs beside the file, and removes that when the packed one is whole. */
    @Test
    void sendsALogOnceThatIsThereTwiceWhileItIsPacked() throws IOException {
        log("access.log", "one\ntwo\nthree\n");
        Path aside = Files.copy(logs.resolve("access.log"), home.resolve("aside"));
        rotate("access.log", "access.2026-11-30.0.log.gz");
        Files.move(aside, logs.resolve("access.2026-11-30.0.log"));
        upload();
        assertThat(target.text()).isEqualTo("one\ntwo\nthree\n");
        target.files.clear();
        upload();
        assertThat(target.files).isEmpty();
    }

    @Test
    void notesWhatNobodyHasThoughtOfAsAFailure() throws IOException {
        log("access.log", "one\n");
        for (Error planted : List.of(new NoClassDefFoundError("planted"), new LinkageError("planted"))) {
            target.broken = () -> {
                throw planted;
            };
            upload();
        }
        target.broken = () -> {
            throw new IllegalStateException("planted");
        };
        upload();
        assertThat(journal.progress().failures()).isEqualTo(3);
        assertThat(journal.progress().trouble().code()).isEqualTo("LOG_UPLOAD_BROKE");
        target.broken = () -> {};
        upload();
        assertThat(target.text()).isEqualTo("one\n");
        assertThat(journal.progress().trouble()).isEqualTo(Trouble.NONE);
    }

    @Test
    void losesNothingWhileALogIsAwayToBePacked() throws IOException {
        log("access.log", "one\n");
        upload();
        log("access.log", "two\n");
        Path aside = home.resolve("aside");
        Files.move(logs.resolve("access.log"), aside);
        log("access.log", "three\n");
        target.files.clear();
        upload();
        assertThat(target.text()).isEqualTo("three\n");
        Files.move(aside, logs.resolve("access.1.log"));
        rotate("access.1.log", "access.2026-11-30.0.log.gz");
        target.files.clear();
        upload();
        assertThat(target.text()).isEqualTo("two\n");
    }

    @Test
    void leavesHalfALineUntilItIsWhole() throws IOException {
        log("access.log", "one\npassword=ab");
        upload();
        assertThat(target.text()).isEqualTo("one\n");
        log("access.log", "cd\n");
        target.files.clear();
        upload();
        assertThat(target.text()).startsWith("password=").doesNotContain("ab").doesNotContain("cd");
    }

    @Test
    void knowsThatAKeyBeganInWhatWasSentBefore() throws IOException {
        log("access.log", "x\n-----BEGIN PRIVATE KEY-----\nAAAA\n");
        upload();
        log("access.log", "KEYKEYKEY\n-----END PRIVATE KEY-----\nafter\n");
        upload();
        assertThat(target.text()).doesNotContain("KEYKEYKEY").endsWith("after\n");
    }

    @Test
    void goesOnAfterAFailureWithWhatIsNotSentYet() throws IOException {
        log("access.log", "one\n");
        log("connector.log", "two\n");
        target.refuseAfter = 1;
        upload();
        upload();
        assertThat(journal.progress().failures()).isEqualTo(2);
        assertThat(journal.progress().trouble().code()).isEqualTo("FAKE_GONE");
        // of the same trouble, since its first time
        assertThat(journal.progress().trouble().since())
                .isEqualTo(clock.instant().minus(Duration.ofMinutes(2)));
        assertThat(journal.waiting()).hasSize(1);
        restart(new Batches.Bounds(1 << 20, 4 << 20));
        assertThat(journal.progress().failures()).isEqualTo(2);
        target.refuseAfter = Integer.MAX_VALUE;
        upload();
        assertThat(target.files.values()).containsExactlyInAnyOrder("one\n", "two\n");
        assertThat(journal.progress().failures()).isZero();
        assertThat(spooled()).isEmpty();
    }

    @Test
    void spoolsUpToItsCapAndLeavesTheRestInTheLogs() throws IOException {
        StringBuilder many = new StringBuilder();
        new Random(1).ints(200_000).forEach(number -> many.append(number).append('\n'));
        log("access.log", many.toString());
        restart(new Batches.Bounds(100_000, 300_000));
        target.refuseAfter = 0;
        upload();
        assertThat(journal.waitingBytes()).isBetween(300_000L, 600_000L);
        assertThat(journal.waiting().size()).isGreaterThan(1);
        target.refuseAfter = Integer.MAX_VALUE;
        upload();
        assertThat(target.text()).isEqualTo(many.toString());
    }

    @Test
    void writesNothingOnAFullDiskAndSaysSo() throws IOException {
        log("access.log", "one\n");
        room = false;
        upload();
        assertThat(journal.progress().trouble().code()).isEqualTo("DISK_FULL");
        assertThat(target.files).isEmpty();
        room = true;
        upload();
        assertThat(target.text()).isEqualTo("one\n");
    }

    @Test
    void aKillInTheMiddleLeavesNothingInTheSpool() throws IOException {
        Files.writeString(home.resolve("log-upload/spool/unfinished"), "half");
        Files.writeString(home.resolve("log-upload/spool/connector-x.log.gz"), "not noted");
        restart(new Batches.Bounds(1 << 20, 4 << 20));
        assertThat(spooled()).isEmpty();
    }

    @Test
    void aNoteThatCantBeReadStartsAnew() throws IOException {
        log("access.log", "one\n");
        upload();
        for (String broken : List.of("{", "[]", "{\"logs\": 3, \"waiting\": {}}", "{\"lastSuccess\": \"yesterday\"}")) {
            Files.writeString(home.resolve("log-upload/upload.json"), broken);
            restart(new Batches.Bounds(1 << 20, 4 << 20));
            target.files.clear();
            upload();
            assertThat(target.text()).as(broken).isEqualTo("one\n");
        }
    }

    private List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("log-upload/spool"))) {
            return files.toList();
        }
    }
}
