package io.github.migrationconnector.diskfiles.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.DiskFile;
import io.github.migrationconnector.api.source.DiskLayout;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskReaderContract;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.RandomDisk;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.source.StrictSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OVAs whose disks {@code gzip} compressed as a whole and {@code split} cut into chunks. */
class PackedOvaTest extends DiskReaderContract {
    private static final RandomDisk DISK = new RandomDisk(80, 512 * 3001);
    private static final int CHUNK_BYTES = 100_000;
    private static final String GZIP = "ovf:compression=\"gzip\"";
    private static final String CHUNKS = "ovf:chunkSize=\"" + CHUNK_BYTES + "\"";

    @TempDir
    private Path folder;

    private OvaFixture fixture(RandomDisk disk, String attributes, String subformat) throws Exception {
        Path parts = folder.resolve("parts-" + disk.seed());
        return new OvaFixture(Files.createDirectories(parts))
                .fileAttributes(attributes)
                .disk(disk.content(), subformat)
                .descriptor();
    }

    @Override
    protected Supplier<DiskReader> disk(RandomDisk disk) throws Exception {
        Path ova = fixture(disk, GZIP + " " + CHUNKS, "streamOptimized")
                .gzip()
                .cut(CHUNK_BYTES)
                .manifest(256)
                .pack("ustar");
        return () -> open(ova);
    }

    /** The same for disks that were cut, and not compressed. */
    @Nested
    class Cut extends DiskReaderContract {
        @Override
        protected Supplier<DiskReader> disk(RandomDisk disk) throws Exception {
            Path ova = fixture(disk, CHUNKS, "monolithicSparse")
                    .cut(CHUNK_BYTES)
                    .manifest(1)
                    .pack("gnu");
            return () -> open(ova);
        }
    }

    private static DiskReader open(Path ova) {
        return new OvaFileSource().open(new SourceAddress("ova", ova.toString()));
    }

    private static byte[] read(DiskReader reader) throws InterruptedException {
        StrictSink sink = new StrictSink((int) reader.description().capacityBytes(), 1 << 16, true);
        reader.forEachExtent(reader.wholeDisk(), sink);
        sink.finish();
        return sink.content();
    }

    @ParameterizedTest
    @CsvSource({"1,false", "256,false", "512,false", "256,true"})
    void provesWhatItUnpacks(int bits, boolean cut) throws Exception {
        OvaFixture fixture = fixture(DISK, cut ? GZIP + " " + CHUNKS : GZIP, "streamOptimized")
                .gzip();
        Path ova = (cut ? fixture.cut(CHUNK_BYTES) : fixture).manifest(bits).pack("ustar");
        try (DiskReader reader = open(ova)) {
            assertThat(read(reader)).isEqualTo(DISK.content());
            assertThat(read(reader)).isEqualTo(DISK.content());
            assertThat(reader.description().format()).isEqualTo("ova streamOptimized gzip");
            assertThat(reader.description().files())
                    .hasSizeGreaterThan(cut ? 3 : 0)
                    .extracting(DiskFile::contentId)
                    .allMatch(proof -> proof.startsWith("SHA-" + bits + " "));
        }
    }

    @Test
    void tellsTheLayoutOfACompressedDisk() throws Exception {
        byte[] content = new byte[10 << 20];
        content[3 << 20] = 1;
        content[(9 << 20) + 5] = 1;
        Path packed = new OvaFixture(Files.createDirectories(folder.resolve("holes")))
                .fileAttributes(GZIP)
                .disk(content, "streamOptimized")
                .descriptor()
                .gzip()
                .pack("ustar");
        Path plain = new OvaFixture(Files.createDirectories(folder.resolve("plain/parts")))
                .disk(content, "streamOptimized")
                .descriptor()
                .pack("ustar");
        try (DiskReader reader = open(packed);
                DiskReader same = open(plain)) {
            DiskLayout layout = reader.layout().orElseThrow();
            DiskLayout expected = same.layout().orElseThrow();
            assertThat(layout.firstHoles()).isEqualTo(expected.firstHoles()).hasSize(3);
            assertThat(layout.storedBytes()).isEqualTo(expected.storedBytes());
            assertThat(layout.holeBytes()).isEqualTo(expected.holeBytes());
            assertThat(layout.oddities()).isEqualTo(expected.oddities());
        }
    }

    private static void assertRefused(Path ova, String code, String words) {
        assertThatThrownBy(() -> {
                    try (DiskReader reader = open(ova)) {
                        read(reader);
                    }
                })
                .isInstanceOfSatisfying(ConnectorException.class, refusal -> {
                    assertThat(refusal.problem().code()).isEqualTo(code);
                    assertThat(refusal.problem().message()).contains(words);
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void seesOneWrongByteInAChunk(int chunk) throws Exception {
        OvaFixture fixture =
                fixture(DISK, CHUNKS, "monolithicSparse").cut(CHUNK_BYTES).manifest(512);
        Path file = folder.resolve("parts-80/vm-disk1.vmdk.00000000" + chunk);
        byte[] content = Files.readAllBytes(file);
        content[chunk == 0 ? 512 * 15 : 99_000]++;
        Files.write(file, content);
        assertRefused(fixture.pack("ustar"), "OVA_DAMAGED", file.getFileName() + " has the SHA-512 digest");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void seesACompressedDiskThatIsNotWhole(boolean proven) throws Exception {
        OvaFixture fixture = fixture(DISK, GZIP, "streamOptimized").gzip();
        if (proven) {
            fixture.manifest(256);
        }
        String words = proven ? "vm-disk1.vmdk " : "vm-disk1.vmdk can't be unpacked with gzip";
        Path file = folder.resolve("parts-80/vm-disk1.vmdk");
        byte[] content = Files.readAllBytes(file);
        // the checksum at the end
        content[content.length - 6]++;
        Files.write(file, content);
        assertRefused(fixture.pack("ustar"), "OVA_DAMAGED", words);
        Files.write(file, Arrays.copyOf(content, content.length / 2));
        assertRefused(fixture.pack("ustar"), "OVA_DAMAGED", words);
    }

    @Test
    void refusesChunksThatAreMissingOrOfAnotherSize() throws Exception {
        OvaFixture fixture = fixture(DISK, CHUNKS, "monolithicSparse").cut(CHUNK_BYTES);
        Path second = folder.resolve("parts-80/vm-disk1.vmdk.000000001");
        byte[] content = Files.readAllBytes(second);
        Files.write(second, Arrays.copyOf(content, content.length - 1));
        assertRefused(fixture.pack("ustar"), "OVA_DAMAGED", "vm-disk1.vmdk.000000001 has 99999 bytes");
        Path none = fixture(new RandomDisk(81, 512 * 100), CHUNKS, "monolithicSparse")
                .pack("ustar");
        assertRefused(none, "OVA_DAMAGED", "no file vm-disk1.vmdk.000000000");
    }

    @Test
    void refusesWhatCanNotBeReadInOneGo() throws Exception {
        Path ova = fixture(DISK, GZIP, "monolithicSparse").gzip().pack("ustar");
        assertRefused(ova, "VMDK_TYPE_NOT_SUPPORTED", "without markers");
    }

    @Test
    void readsAcrossChunks() throws Exception {
        Path ova = fixture(DISK, CHUNKS, "monolithicSparse").cut(CHUNK_BYTES).pack("pax");
        try (DiskReader reader = open(ova)) {
            StrictSink sink = new StrictSink(DISK.capacityBytes(), 4096, false);
            reader.forEachExtent(List.of(new Extent(65_536, 512), new Extent(700_416, 300_032)), sink);
            assertThat(reader.description().files().size()).isGreaterThan(3);
        }
    }
}
