package io.github.migrationconnector.access.internal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FileAuditTest extends AuditRig {
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
}
