package io.github.migrationconnector.diskfiles.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskReaderContract;
import io.github.migrationconnector.api.source.RandomDisk;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.source.StrictSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawFileSourceTest extends DiskReaderContract {
    @TempDir
    private Path folder;

    private final RawFileSource source = new RawFileSource();

    @Override
    protected Supplier<DiskReader> disk(RandomDisk disk) throws Exception {
        Path file = Files.write(folder.resolve("disk " + disk.seed() + ".img"), disk.content());
        return () -> open(file);
    }

    @Override
    protected int capacityUnitBytes() {
        return 1;
    }

    private DiskReader open(Path file) {
        return source.open(new SourceAddress("raw", file.toString()));
    }

    private DiskDescription describe(Path file) {
        try (DiskReader reader = open(file)) {
            return reader.description();
        }
    }

    @Test
    void knowsAnotherContentByTheTimeOfTheLastWrite() throws Exception {
        Path file = Files.write(folder.resolve("a.img"), new byte[100]);
        DiskDescription before = describe(file);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00.000001Z")));
        assertThat(describe(file)).isNotEqualTo(before);
    }

    @Test
    void isTheSameDiskThroughALink() throws Exception {
        Path file = Files.write(folder.resolve("a.img"), new byte[100]);
        Path link = Files.createSymbolicLink(folder.resolve("link.img"), file);
        assertThat(describe(link)).isEqualTo(describe(file));
    }

    @Test
    void tellsWhenTheFileChangesWhileItIsRead() throws Exception {
        Path file = Files.write(folder.resolve("a.img"), new byte[100_000]);
        StrictSink sink = new StrictSink(100_000, 4_096, true).atFirstCall(() -> touch(file, "2026-01-01T00:00:00Z"));
        try (DiskReader reader = open(file)) {
            assertThatThrownBy(() -> reader.forEachExtent(reader.wholeDisk(), sink))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            changed -> assertThat(changed.problem().code()).isEqualTo("SOURCE_CHANGED"));
        }
    }

    @Test
    void tellsWhenTheFileShrinksWhileItIsRead() throws Exception {
        Path file = Files.write(folder.resolve("a.img"), new byte[100_000]);
        StrictSink sink = new StrictSink(100_000, 4_096, true).atFirstCall(() -> write(file, new byte[10]));
        try (DiskReader reader = open(file)) {
            assertThatThrownBy(() -> reader.forEachExtent(reader.wholeDisk(), sink))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            changed -> assertThat(changed.problem().code()).isEqualTo("SOURCE_CHANGED"));
        }
    }

    @Test
    void refusesWhatIsNoDisk() throws Exception {
        assertRefused(folder, "SOURCE_NOT_A_FILE");
        assertRefused(Files.createFile(folder.resolve("empty")), "SOURCE_EMPTY");
        assertRefused(folder.resolve("missing"), "SOURCE_NOT_FOUND");
    }

    private void assertRefused(Path path, String code) {
        assertThatThrownBy(() -> open(path)).isInstanceOfSatisfying(ConnectorException.class, refusal -> assertThat(
                        refusal.problem().code())
                .isEqualTo(code));
    }

    private static void touch(Path file, String time) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
