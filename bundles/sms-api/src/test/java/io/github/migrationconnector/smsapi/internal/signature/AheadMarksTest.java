package io.github.migrationconnector.smsapi.internal.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marks on a disk that fails. */
final class AheadMarksTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    private Path home;

    @Test
    void aWriteThatFailsTakesNoEarlierMarkBack() throws IOException {
        Path file = home.resolve("marks");
        Path inTheWay = home.resolve("marks.new");
        AheadMarks marks = new AheadMarks(file);
        marks.note("OTHER", NOW.plusSeconds(20), NOW);
        marks.note("AKIA", NOW.plusSeconds(100), NOW);
        Files.createDirectory(inTheWay);
        assertThatThrownBy(() -> marks.note("AKIA", NOW.plusSeconds(200), NOW.plusSeconds(60)))
                .isInstanceOf(UncheckedIOException.class);
        Files.delete(inTheWay);
        marks.note("AKIA", NOW.plusSeconds(50), NOW);
        marks.note("THIRD", NOW.plusSeconds(10), NOW);
        assertThat(new AheadMarks(file).load())
                .containsOnlyKeys("AKIA", "OTHER", "THIRD")
                .containsEntry("AKIA", NOW.plusSeconds(115));
        marks.note("AKIA", NOW.plusSeconds(200), NOW.plusSeconds(60));
        assertThat(new AheadMarks(file).load()).containsOnlyKeys("AKIA").containsEntry("AKIA", NOW.plusSeconds(215));
    }
}
