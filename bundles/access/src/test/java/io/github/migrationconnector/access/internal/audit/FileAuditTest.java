package io.github.migrationconnector.access.internal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.audit.AuditAnchor;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.audit.AuditVerification;
import io.github.migrationconnector.api.problem.ConnectorException;
import java.io.IOException;
import java.io.RandomAccessFile;
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
import java.util.stream.LongStream;
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
    void givesOutWhatWasAppendedSinceOldestFirst() {
        append(300);
        // from memory, from files, and over the end of one into the other
        for (long number : List.of(0L, 10L, 43L, 44L, 290L, 299L)) {
            assertThat(audit.after(number, 20))
                    .extracting(AuditRecord::number)
                    .containsExactlyElementsOf(LongStream.rangeClosed(number + 1, Math.min(number + 20, 300))
                            .boxed()
                            .toList());
        }
        assertThat(audit.after(300, 20)).isEmpty();
        assertThat(audit.after(290, 1).get(0).event()).isEqualTo(event(290));
    }

    /** Else whoever follows the trail reads its files again each time. */
    @Test
    void readsNoFileForWhatWasJustAppended() throws IOException {
        append(300);
        for (Path file : files()) {
            try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
                content.setLength(3L << 30);
            }
        }
        assertThat(audit.after(290, 100)).hasSize(10);
        assertThat(audit.after(300, 100)).isEmpty();
    }

    /** Else whoever pages through a long trail reads its files again for each page. */
    @Test
    void readsNoFileInWhichThereIsNothingOfThePage() throws IOException {
        append(20);
        Path newest = files().get(files().size() - 1);
        long first = audit.newestBefore(Long.MAX_VALUE, 1).get(0).number()
                - Files.readAllLines(newest).size()
                + 2;
        try (RandomAccessFile file = new RandomAccessFile(newest.toFile(), "rw")) {
            // more than can be read at once
            file.setLength(3L << 30);
        }
        assertThat(audit.newestBefore(first, 2)).extracting(AuditRecord::number).containsExactly(first - 1, first - 2);
        assertThatThrownBy(() -> audit.newestBefore(first + 1, 1)).isInstanceOf(OutOfMemoryError.class);
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

    @Test
    void linesCutOffWhileNobodyRanAreMissedForEver() throws IOException {
        append(6);
        AuditAnchor noted = audit.verify().head();
        assertThat(noted.number()).isEqualTo(6);
        audit.close();
        Path last = files().get(files().size() - 1);
        List<String> lines = Files.readAllLines(last);
        Files.writeString(last, String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
        restart();
        append(3);
        AuditVerification found = audit.verify();
        assertThat(found.intact()).isFalse();
        assertThat(found.finding()).contains("does not follow");
        restart();
        assertThat(audit.verify().intact()).as("also later").isFalse();
        assertThat(audit.newestBefore(Long.MAX_VALUE, 1).get(0).number()).isEqualTo(9);
    }

    @Test
    void aChangedLastLineIsFoundAfterARestart() throws IOException {
        append(2);
        audit.close();
        Path file = files().get(0);
        List<String> lines = Files.readAllLines(file);
        // with its hash computed anew, as somebody would who knows how
        ChainHash before = ChainHash.of(lines.get(1));
        String object = ChainHash.object(lines.get(2)).replace("olga", "eve");
        lines.set(2, before.then(object).line(object));
        Files.writeString(file, String.join("\n", lines) + "\n");
        restart();
        assertThat(audit.verify().finding()).contains("does not follow");
    }

    @Test
    void aMissingHeadIsAFindingButForATrailFromBefore() throws IOException {
        append(2);
        audit.close();
        Files.delete(home.resolve("audit").resolve("head"));
        restart();
        assertThat(audit.verify().finding()).contains("does not follow");
        audit.close();
        for (Path file : files()) {
            Files.delete(file);
        }
        Files.delete(home.resolve("audit").resolve("head"));
        trailFromBeforeAnchors();
        restart();
        append(1);
        assertThat(audit.verify().finding()).isEmpty();
        assertThat(audit.verify().records()).isEqualTo(2);
    }

    @Test
    void holdsATrailAgainstWhatWasNotedElsewhere() throws IOException {
        append(3);
        AuditAnchor noted = audit.verify().head();
        append(3);
        assertThat(audit.verify(noted).intact()).isTrue();
        assertThat(audit.verify(AuditAnchor.parse(noted.toString())).intact()).isTrue();
        AuditVerification another = audit.verify(new AuditAnchor(3, "0".repeat(64)));
        assertThat(another.intact()).isFalse();
        assertThat(another.finding()).isEqualTo("it is not the record 3 that was noted");
        assertThat(audit.verify(new AuditAnchor(7, "0".repeat(64))).finding()).contains("missing at the end");
    }

    @Test
    void aFileThatHoldsItsHeadAloneIsNotCutOff() throws IOException {
        AuditAnchor noted = beforeRotation();
        // the first record behind a rotation never came to the disk
        audit.close();
        Path last = files().get(files().size() - 1);
        Path head = home.resolve("audit").resolve("head");
        String anchored = Files.readString(head);
        List<String> lines = Files.readAllLines(last);
        Files.writeString(last, lines.get(0) + "\n");
        Files.writeString(head, "%018d:%s\n".formatted(noted.number(), noted.hash()));
        assertThat(Files.readString(head)).as("one record less").isNotEqualTo(anchored);
        startsTwiceWithoutAFinding();
        assertThat(audit.verify().head()).as("a head is no record").isEqualTo(noted);
        append(1);
        assertThat(audit.verify(noted).finding()).isEmpty();
    }

    @Test
    void aTrailFromBeforeAnchorsMayBeStartedOften() throws IOException {
        audit.close();
        Files.delete(home.resolve("audit").resolve("head"));
        trailFromBeforeAnchors();
        startsTwiceWithoutAFinding();
        assertThat(files()).as("begun anew once").hasSize(2);
        Files.delete(home.resolve("audit").resolve("head"));
        restart();
        assertThat(audit.verify().finding()).contains("does not follow");
        int before = files().size();
        restart();
        assertThat(files()).as("told once").hasSize(before);
        assertThat(audit.verify().intact()).isFalse();
    }

    @Test
    void numbersGoOnWhenAllFilesAreArchived() throws IOException {
        append(3);
        audit.close();
        for (Path file : files()) {
            Files.delete(file);
        }
        startsTwiceWithoutAFinding();
        audit.close();
        // and a power cut left nothing of the next file but its name
        Files.write(files().get(0), new byte[0]);
        startsTwiceWithoutAFinding();
        append(1);
        assertThat(audit.newestBefore(Long.MAX_VALUE, 1).get(0).number()).isEqualTo(4);
        startsTwiceWithoutAFinding();
    }

    @Test
    void aFileThatCanNotBeBegunIsBegunLater() throws IOException {
        append(1);
        while (Files.size(files().get(files().size() - 1)) < SMALL) {
            append(1);
        }
        List<Path> before = files();
        Path elsewhere = home.resolve("elsewhere");
        Files.move(home.resolve("audit"), elsewhere);
        assertThatThrownBy(() -> append(1)).isInstanceOf(ConnectorException.class);
        Files.move(elsewhere, home.resolve("audit"));
        assertThat(files()).isEqualTo(before);
        append(1);
        assertThat(audit.verify().finding()).isEmpty();
        assertThat(files()).hasSize(before.size() + 1);
    }

    @Test
    void anInterruptedThreadWritesAndOthersBehindIt() {
        int before = files().size();
        for (int record = 0; record < 10; record++) {
            Thread.currentThread().interrupt();
            append(1);
            assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
            append(1);
        }
        assertThat(files()).as("rotated").hasSizeGreaterThan(before);
        assertThat(audit.verify().records()).isEqualTo(20);
        restart();
        assertThat(audit.verify().finding()).isEmpty();
    }

    private void startsTwiceWithoutAFinding() {
        for (int start = 0; start < 2; start++) {
            restart();
            assertThat(audit.verify().finding()).isEmpty();
        }
    }

    /** Appends until one record is in a file of its own; returns the record before it. */
    private AuditAnchor beforeRotation() {
        AuditAnchor newest = AuditAnchor.NONE;
        for (int before = files().size(); files().size() == before; append(1)) {
            newest = audit.verify().head();
        }
        return newest;
    }

    private void trailFromBeforeAnchors() throws IOException {
        ChainHash origin = ChainHash.origin();
        String head = "{\"format\":1,\"first\":1,\"carried\":\"" + origin.hex() + "\"}";
        String record = "{\"number\":1,\"at\":\"2026-03-04T05:06:07Z\",\"who\":\"a\",\"from\":\"b\","
                + "\"action\":\"job.run\",\"target\":\"\",\"result\":\"DONE\"}";
        ChainHash first = origin.then(head);
        Files.writeString(
                home.resolve("audit").resolve("audit-00000001.jsonl"),
                first.line(head) + "\n" + first.then(record).line(record) + "\n");
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
