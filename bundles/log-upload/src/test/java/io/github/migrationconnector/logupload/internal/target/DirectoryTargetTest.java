package io.github.migrationconnector.logupload.internal.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.logupload.UploadFile;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSession;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadSettings.S3Place;
import io.github.migrationconnector.api.logupload.UploadSettings.SftpPlace;
import io.github.migrationconnector.api.logupload.UploadTargetContract;
import io.github.migrationconnector.api.problem.ConnectorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryTargetTest extends UploadTargetContract {
    @TempDir
    private Path place;

    private static UploadSettings to(Path directory) {
        return new UploadSettings(
                UploadKind.DIRECTORY,
                directory.toString(),
                new S3Place("", false, 90),
                new SftpPlace("", 22, "", "", ""),
                Duration.ofHours(1),
                false);
    }

    @Override
    protected UploadSession open() {
        return new DirectoryTarget().open(to(place), Map.of());
    }

    @Override
    protected Optional<byte[]> there(String name) throws IOException {
        Path file = place.resolve(name);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Override
    protected String digestThere(String name) throws IOException {
        String line = Files.readString(place.resolve(name + ".sha256"));
        assertThat(line).endsWith("  " + name.substring(name.lastIndexOf('/') + 1) + "\n");
        return line.substring(0, 64);
    }

    @Override
    protected void leave(UploadFile file, byte[] beginning) throws IOException {
        Path part = place.resolve(file.name() + ".part");
        Files.createDirectories(part.getParent());
        Files.write(part, beginning);
    }

    private String refusal(UploadFile file) {
        return catchThrowableOfType(ConnectorException.class, () -> {
                    try (UploadSession session = open()) {
                        session.put(file);
                    }
                })
                .problem()
                .code();
    }

    @Test
    void writesThroughNoLinkOfOthers(@TempDir Path elsewhere) throws IOException {
        Path precious = Files.writeString(elsewhere.resolve("precious"), "mine");
        for (String ending : List.of("", ".part", ".sha256")) {
            UploadFile file = file("content".getBytes(StandardCharsets.US_ASCII));
            Path there = place.resolve(file.name() + ending);
            Files.createDirectories(there.getParent());
            Files.createSymbolicLink(there, precious);
            try (UploadSession session = open()) {
                session.put(file);
            }
            assertThat(precious).as(ending).hasContent("mine");
            assertThat(place.resolve(file.name())).hasContent("content");
            assertThat(Files.isSymbolicLink(there)).as(ending).isFalse();
        }
    }

    @Test
    void goesIntoNoFolderThatLeadsElsewhere(@TempDir Path elsewhere) throws IOException {
        UploadFile file = file("content".getBytes(StandardCharsets.US_ASCII));
        Files.createSymbolicLink(place.resolve("c-1"), elsewhere);
        assertThat(refusal(file)).isEqualTo("LOG_UPLOAD_DIRECTORY");
        assertThat(elsewhere).isEmptyDirectory();
        Files.delete(place.resolve("c-1"));
        Files.createDirectories(place.resolve("c-1/2026"));
        Files.createSymbolicLink(place.resolve("c-1/2026/11"), elsewhere);
        Files.createDirectories(elsewhere.resolve("30"));
        assertThat(refusal(file)).isEqualTo("LOG_UPLOAD_DIRECTORY");
        assertThat(elsewhere.resolve("30")).isEmptyDirectory();
    }

    /** What is given as the target may be a link itself: that was said by the connector's own administrator. */
    @Test
    void isAtHomeBehindALinkOfItsOwn(@TempDir Path elsewhere) throws IOException {
        Path link = Files.createSymbolicLink(elsewhere.resolve("logs"), place);
        UploadFile file = file("content".getBytes(StandardCharsets.US_ASCII));
        try (UploadSession session = new DirectoryTarget().open(to(link), Map.of())) {
            session.put(file);
        }
        assertThat(place.resolve(file.name())).hasContent("content");
    }

    @Test
    @Timeout(30)
    void waitsForNoPipe() throws Exception {
        UploadFile file = file("content".getBytes(StandardCharsets.US_ASCII));
        Path part = place.resolve(file.name() + ".part");
        Files.createDirectories(part.getParent());
        assertThat(new ProcessBuilder("mkfifo", part.toString()).start().waitFor())
                .isZero();
        try (UploadSession session = open()) {
            session.put(file);
        }
        assertThat(place.resolve(file.name())).hasContent("content");
    }

    @Test
    void fillsNoDirectoryThatIsNotThere() {
        Path unmounted = place.resolve("unmounted");
        assertThat(catchThrowableOfType(
                                ConnectorException.class, () -> new DirectoryTarget().open(to(unmounted), Map.of()))
                        .problem()
                        .code())
                .isEqualTo("LOG_UPLOAD_DIRECTORY");
        assertThat(unmounted).doesNotExist();
    }
}
