package io.github.migrationconnector.access.internal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.audit.AuditVerification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAuditTest {
    private static final int SMALL = 1200;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC);

    @TempDir
    private Path home;

    private FileAudit audit;

    @BeforeEach
    void start() {
        audit = new FileAudit(home.resolve("audit"), CLOCK, SMALL);
    }

    @AfterEach
    void stop() {
        audit.close();
    }

    @Test
    void givesBackWhatWasAppendedNewestFirstPageByPage() {
        append(20);
        assertThat(files()).as("rotated").hasSizeGreaterThan(2);
        List<Long> numbers = new ArrayList<>();
        long before = Long.MAX_VALUE;
        for (List<AuditRecord> page = audit.newestBefore(before, 7);
                !page.isEmpty();
                page = audit.newestBefore(before, 7)) {
            page.forEach(entry -> numbers.add(entry.number()));
            before = page.get(page.size() - 1).number();
        }
        assertThat(numbers).hasSize(20).isSortedAccordingTo((one, other) -> Long.compare(other, one));
        AuditRecord newest = audit.newestBefore(Long.MAX_VALUE, 1).get(0);
        assertThat(newest.event()).isEqualTo(event(19));
        assertThat(newest.at()).isEqualTo(CLOCK.instant());
    }

    @Test
    void theChainHoldsThroughRotationsAndRestarts() {
        append(10);
        restart();
        append(10);
        AuditVerification found = audit.verify();
        assertThat(found.finding()).isEmpty();
        assertThat(found.intact()).isTrue();
        assertThat(found.records()).isEqualTo(20);
    }

    @Test
    void everyChangedByteIsFoundAndLocated() throws IOException {
        append(12);
        Random random = new Random(5);
        for (Path file : files()) {
            byte[] whole = Files.readAllBytes(file);
            for (int trial = 0; trial < 60; trial++) {
                int at = random.nextInt(whole.length);
                byte[] changed = whole.clone();
                changed[at] ^= (byte) (1 << random.nextInt(7));
                Files.write(file, changed);
                AuditVerification found = audit.verify();
                assertThat(found.intact())
                        .as("byte %d of %s", at, file.getFileName())
                        .isFalse();
                long line = 1
                        + new String(whole, 0, at, StandardCharsets.US_ASCII)
                                .chars()
                                .filter(character -> character == '\n')
                                .count();
                assertThat(found.file()).isEqualTo(file.getFileName().toString());
                assertThat(found.line()).isEqualTo(line);
                Files.write(file, whole);
            }
        }
        assertThat(audit.verify().intact()).isTrue();
    }

    @Test
    void aRemovedAPutInAndAMovedLineAreFound() throws IOException {
        append(5);
        Path file = files().get(0);
        List<String> whole = Files.readAllLines(file);
        List<String> removed = new ArrayList<>(whole);
        removed.remove(2);
        brokenAt(file, removed, 3);
        List<String> twice = new ArrayList<>(whole);
        twice.add(2, whole.get(1));
        brokenAt(file, twice, 3);
        List<String> moved = new ArrayList<>(whole);
        moved.add(1, moved.remove(2));
        brokenAt(file, moved, 2);
        brokenAt(files().get(files().size() - 1), List.of(), 1);
    }

    @Test
    void linesCutOffAtTheEndAndAMissingFileAreFound() throws IOException {
        append(20);
        List<Path> files = files();
        Path last = files.get(files.size() - 1);
        List<String> lines = Files.readAllLines(last);
        Files.writeString(last, String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
        assertThat(audit.verify().finding()).contains("missing at the end");
        Files.writeString(last, String.join("\n", lines) + "\n");
        assertThat(audit.verify().intact()).isTrue();
        Files.delete(files.get(1));
        AuditVerification found = audit.verify();
        assertThat(found.finding()).contains("does not follow");
        assertThat(found.file()).isEqualTo(files.get(2).getFileName().toString());
    }

    @Test
    void goesOnBehindALineThatAPowerCutLeftHalf() throws IOException {
        append(2);
        audit.close();
        Files.writeString(files().get(0), "{\"number\":3,\"at", StandardOpenOption.APPEND);
        restart();
        append(1);
        assertThat(audit.verify().intact()).isTrue();
        assertThat(audit.verify().records()).isEqualTo(3);
        audit.close();
        Files.createFile(home.resolve("audit").resolve("audit-00000002.jsonl"));
        restart();
        append(1);
        assertThat(audit.verify().records()).isEqualTo(4);
    }

    @Test
    void startsInSpiteOfADamagedTrailAndStillFindsTheDamage() throws IOException {
        append(3);
        audit.close();
        Path file = files().get(0);
        List<String> lines = Files.readAllLines(file);
        lines.set(3, "garbage");
        Files.writeString(file, String.join("\n", lines) + "\n");
        restart();
        append(2);
        assertThat(audit.verify().line()).isEqualTo(4);
        assertThat(audit.newestBefore(Long.MAX_VALUE, 10))
                .extracting(AuditRecord::number)
                .containsExactly(5L, 4L, 2L, 1L);
    }

    @Test
    void staysOneLineOfPlainCharactersWhateverANameHolds() throws IOException {
        AuditEvent odd = new AuditEvent("eve\n{\"number\":9}", "ü\u2028", "user.create", "\"},", Result.FAILED);
        audit.append(odd);
        assertThat(audit.newestBefore(Long.MAX_VALUE, 1).get(0).event()).isEqualTo(odd);
        assertThat(audit.verify().intact()).isTrue();
        assertThat(Files.readAllLines(files().get(0), StandardCharsets.US_ASCII))
                .hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
                .isEqualTo("rw-------");
    }

    private void brokenAt(Path file, List<String> lines, long line) throws IOException {
        byte[] before = Files.readAllBytes(file);
        Files.writeString(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
        AuditVerification found = audit.verify();
        assertThat(found.intact()).isFalse();
        assertThat(found.file()).isEqualTo(file.getFileName().toString());
        assertThat(found.line()).isEqualTo(line);
        Files.write(file, before);
    }

    private void restart() {
        audit.close();
        audit = new FileAudit(home.resolve("audit"), CLOCK, SMALL);
    }

    private void append(int count) {
        for (int number = 0; number < count; number++) {
            audit.append(event(number));
        }
    }

    private static AuditEvent event(int number) {
        return new AuditEvent("olga", "10.0.0.2", "job.delete", "sms-job-" + number, Result.DONE);
    }

    private List<Path> files() {
        try {
            return new AuditFiles(home.resolve("audit")).all();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
