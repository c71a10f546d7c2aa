package io.github.migrationconnector.autoupgrade.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives with tricks. */
final class ZipRepositoryTest {
    @TempDir
    private Path directory;

    private Path archive(String... names) throws IOException {
        Path file = directory.resolve("release.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    @Test
    void givesWhatIsThere() throws Exception {
        try (ZipRepository repository = ZipRepository.open(archive("metadata/1.root.json", "targets/1/a.jar"))) {
            assertThat(repository.open("targets/1/a.jar").orElseThrow().readAllBytes())
                    .asString()
                    .isEqualTo("targets/1/a.jar");
            assertThat(repository.open("targets/1/b.jar")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "metadata/../../evil",
                "/etc/passwd",
                "targets/a/../b",
                "targets\\a",
                "C:evil",
                "targets/.hidden",
                "targets/a/b/c/d/e",
                "metadata/",
                "targets/a\nb"
            })
    void refusesNamesThatLeadElsewhere(String name) throws IOException {
        Path file = archive("metadata/1.root.json", name);
        assertThatThrownBy(() -> ZipRepository.open(file)).hasMessageStartingWith("UPGRADE_NAME_REFUSED");
    }

    @Test
    void refusesAFileThatIsThereTwice() throws IOException {
        Path file = archive("targets/aa", "targets/ab");
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Files.write(file, text.replace("targets/ab", "targets/aa").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ZipRepository.open(file)).hasMessageStartingWith("UPGRADE_ARCHIVE_REFUSED");
    }

    @Test
    void refusesAnArchiveThatIsCutShort() throws IOException {
        Path file = archive("targets/aa", "targets/ab");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 30));
        assertThatThrownBy(() -> ZipRepository.open(file)).hasMessageStartingWith("UPGRADE_ARCHIVE_REFUSED");
    }

    @Test
    void saysThatThereIsNoFile() {
        assertThatThrownBy(() -> ZipRepository.open(directory.resolve("none")))
                .hasMessageStartingWith("UPGRADE_SOURCE_UNREADABLE");
    }
}
