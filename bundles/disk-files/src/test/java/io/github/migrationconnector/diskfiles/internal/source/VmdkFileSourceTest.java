package io.github.migrationconnector.diskfiles.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskFile;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskReaderContract;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import io.github.migrationconnector.api.source.RandomDisk;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.source.StrictSink;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that qemu-img made. */
class VmdkFileSourceTest extends DiskReaderContract {
    @TempDir
    private Path folder;

    private final VmdkFileSource source = new VmdkFileSource();

    @Override
    protected Supplier<DiskReader> disk(RandomDisk disk) throws Exception {
        Path vmdk = made(disk, "monolithicFlat");
        return () -> open(vmdk);
    }

    private Path made(RandomDisk disk, String subformat) throws Exception {
        Path raw = Files.write(folder.resolve(disk.seed() + ".raw"), disk.content());
        Path vmdk = folder.resolve(disk.seed() + "-" + subformat + ".vmdk");
        QemuImg.convert(raw, vmdk, subformat);
        return vmdk;
    }

    private DiskReader open(Path vmdk) {
        return source.open(new SourceAddress("vmdk", vmdk.toString()));
    }

    @Test
    void describesTheChain() throws Exception {
        RandomDisk disk = new RandomDisk(42, 512 * 1000);
        Path vmdk = made(disk, "monolithicFlat");
        try (DiskReader reader = open(vmdk)) {
            DiskDescription description = reader.description();
            assertThat(description.format()).isEqualTo("vmdk monolithicFlat");
            assertThat(description.files()).extracting(DiskFile::format).containsExactly("descriptor", "flat");
            assertThat(description.files().get(0).contentId()).matches("CID [0-9a-f]{8}");
            assertThat(description.files().get(1).path()).endsWith("42-monolithicFlat-flat.vmdk");
            assertThat(description.files().get(1).sizeBytes()).isEqualTo(disk.capacityBytes());
        }
    }

    @Test
    void readsADiskInSeveralFiles() throws Exception {
        // more than 2 GiB, so that QEMU makes a second file; sparse all the same
        long capacity = (2L << 30) + (1 << 20);
        Path vmdk = folder.resolve("large.vmdk");
        QemuImg.run("create", "-f", "vmdk", "-o", "subformat=twoGbMaxExtentFlat", vmdk.toString(), "" + capacity);
        byte[] tail = new RandomDisk(7, 1 << 16).content();
        long at = (2L << 30) - (1 << 15);
        Path raw = Files.write(folder.resolve("tail.raw"), tail);
        try (DiskReader reader = open(vmdk)) {
            assertThat(reader.description().capacityBytes()).isEqualTo(capacity);
            assertThat(reader.description().files()).hasSize(3);
        }
        QemuImg.write(vmdk, raw, at, tail.length);
        byte[] got = new byte[tail.length];
        try (DiskReader reader = open(vmdk)) {
            reader.forEachExtent(List.of(new Extent(at, tail.length)), new Copy(at, got));
        }
        assertThat(got).isEqualTo(tail);
    }

    private record Copy(long start, byte[] target) implements ExtentSink {
        @Override
        public ByteBuffer room(long offsetBytes, long lengthBytes) {
            return ByteBuffer.wrap(target, (int) (offsetBytes - start), (int) lengthBytes);
        }

        @Override
        public void zeros(long offsetBytes, long lengthBytes) {
            throw new AssertionError("no zeros here");
        }
    }

    @Test
    void knowsAnotherContentByItsFiles() throws Exception {
        Path vmdk = made(new RandomDisk(43, 512 * 1000), "monolithicFlat");
        DiskDescription before;
        try (DiskReader reader = open(vmdk)) {
            before = reader.description();
        }
        Path flat = folder.resolve("43-monolithicFlat-flat.vmdk");
        Files.setLastModifiedTime(flat, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        try (DiskReader reader = open(vmdk)) {
            assertThat(reader.description()).isNotEqualTo(before);
        }
    }

    @Test
    void refusesAFlatFileInPlaceOfItsDescriptor() throws Exception {
        made(new RandomDisk(45, 512 * 1000), "monolithicFlat");
        assertThatThrownBy(() -> open(folder.resolve("45-monolithicFlat-flat.vmdk")))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("descriptor");
    }

    @Test
    void readsTheWholeOfWhatQemuWrote() throws Exception {
        RandomDisk disk = new RandomDisk(46, 512 * 3001);
        try (DiskReader reader = open(made(disk, "twoGbMaxExtentFlat"))) {
            StrictSink sink = new StrictSink(disk.capacityBytes(), 1 << 16, true);
            reader.forEachExtent(reader.wholeDisk(), sink);
            sink.finish();
            assertThat(sink.content()).isEqualTo(disk.content());
        }
    }
}
