package io.github.migrationconnector.access.internal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.audit.AuditAnchor;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.audit.AuditVerification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A trail that somebody or a power cut has changed: what is found, and what goes on. */
class AuditDamageTest extends AuditRig {
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

    /** Appends until one record is in a file of its own; returns the record before it. */
    private AuditAnchor beforeRotation() {
        AuditAnchor newest = AuditAnchor.NONE;
        for (int before = files().size(); files().size() == before; append(1)) {
            newest = audit.verify().head();
        }
        return newest;
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
}
