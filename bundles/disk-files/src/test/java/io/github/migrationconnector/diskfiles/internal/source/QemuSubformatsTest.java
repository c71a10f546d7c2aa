package io.github.migrationconnector.diskfiles.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.DiskFile;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskReaderContract;
import io.github.migrationconnector.api.source.RandomDisk;
import io.github.migrationconnector.api.source.SourceAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every subformat that QEMU writes is read as QEMU reads it, byte for byte. */
class QemuSubformatsTest {
    @TempDir
    private Path folder;

    private static DiskReader open(Path vmdk) {
        return new VmdkFileSource().open(new SourceAddress("vmdk", vmdk.toString()));
    }

    private static Path made(Path folder, RandomDisk disk, String subformat) throws Exception {
        Path raw = Files.write(folder.resolve(disk.seed() + ".raw"), disk.content());
        Path vmdk = folder.resolve(disk.seed() + "-" + subformat + ".vmdk");
        QemuImg.convert(raw, vmdk, subformat);
        return vmdk;
    }

    private long assertAsQemuReads(Path vmdk) throws Exception {
        Path copy = folder.resolve("copy.raw");
        Files.deleteIfExists(copy);
        long zeroBytes;
        try (DiskReader reader = open(vmdk)) {
            zeroBytes = RawCopy.copy(reader, copy);
        }
        QemuImg.assertSame(copy, vmdk);
        return zeroBytes;
    }

    @ParameterizedTest
    @CsvSource({
        "monolithicSparse,1",
        "monolithicSparse,127",
        "monolithicSparse,129",
        "monolithicSparse,3001",
        "twoGbMaxExtentSparse,1",
        "twoGbMaxExtentSparse,257",
        "twoGbMaxExtentSparse,8191",
        "streamOptimized,1",
        "streamOptimized,128",
        "streamOptimized,1411",
        "streamOptimized,9999",
        "monolithicFlat,77",
        "twoGbMaxExtentFlat,5001"
    })
    void isReadAsQemuReadsIt(String subformat, int sectors) throws Exception {
        RandomDisk disk = new RandomDisk(1000 + sectors, sectors * 512);
        Path vmdk = made(folder, disk, subformat);
        assertAsQemuReads(vmdk);
        assertThat(Files.readAllBytes(folder.resolve("copy.raw"))).isEqualTo(disk.content());
    }

    @ParameterizedTest
    @ValueSource(strings = {"monolithicSparse", "twoGbMaxExtentSparse", "streamOptimized"})
    void readsMoreThanTwoGigabytesWithoutTheHoles(String subformat) throws Exception {
        long capacity = (5L << 30) + 3 * 512;
        Path raw = folder.resolve("large.raw");
        QemuImg.run("create", "-f", "raw", raw.toString(), "" + capacity);
        byte[] tail = new RandomDisk(7, 1 << 18).content();
        try (FileChannel image = FileChannel.open(raw, StandardOpenOption.WRITE)) {
            for (long at : new long[] {12_345, (2L << 30) - (1 << 17), (4L << 30) + 512, capacity - tail.length}) {
                image.write(ByteBuffer.wrap(tail), at);
            }
        }
        Path vmdk = folder.resolve("large.vmdk");
        QemuImg.convert(raw, vmdk, subformat);
        assertThat(assertAsQemuReads(vmdk)).isGreaterThan(capacity - 4 * (tail.length + 2 * 65_536));
        QemuImg.run("compare", folder.resolve("copy.raw").toString(), raw.toString());
    }

    @Test
    void readsZeroedGrains() throws Exception {
        RandomDisk disk = new RandomDisk(50, 512 * 4000);
        Path raw = Files.write(folder.resolve("z.raw"), disk.content());
        Path vmdk = folder.resolve("z.vmdk");
        QemuImg.run("convert", "-f", "raw", "-O", "vmdk", "-o", "zeroed_grain=on", raw.toString(), vmdk.toString());
        QemuImg.io(vmdk, "write -z 0 1M");
        assertAsQemuReads(vmdk);
    }

    @Test
    void readsAChain() throws Exception {
        Path base = made(folder, new RandomDisk(51, 512 * 4000), "monolithicSparse");
        Path first = delta(base, "first.vmdk");
        Path part = Files.write(folder.resolve("part"), new RandomDisk(52, 300_032).content());
        QemuImg.write(first, part, 100_352, 300_032);
        Path second = delta(first, "second.vmdk");
        QemuImg.io(second, "write -P 7 65024 1024");
        QemuImg.io(second, "write -P 0 1500k 100k");
        assertAsQemuReads(second);
        try (DiskReader reader = open(second)) {
            assertThat(reader.description().files())
                    .extracting(DiskFile::path)
                    .containsExactly(real(base), real(first), real(second));
            assertThat(reader.description().files().get(1).contentId()).contains("parent ");
        }
    }

    private static String real(Path path) throws Exception {
        return path.toRealPath().toString();
    }

    private static Path delta(Path parent, String name) throws Exception {
        Path delta = parent.resolveSibling(name);
        QemuImg.run("create", "-f", "vmdk", "-F", "vmdk", "-b", parent.toString(), delta.toString());
        return delta;
    }

    @Test
    void findsAParentThatMovedWithItsChild() throws Exception {
        Path base = made(folder, new RandomDisk(53, 512 * 400), "monolithicSparse");
        Path child = delta(base, "child.vmdk");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.move(base, elsewhere.resolve(base.getFileName()));
        assertThatThrownBy(() -> open(child)).hasMessageContaining("VMDK_PARENT_MISSING");
        Path moved = Files.move(child, elsewhere.resolve("child.vmdk"));
        Path copy = folder.resolve("moved.raw");
        try (DiskReader reader = open(moved)) {
            RawCopy.copy(reader, copy);
        }
        assertThat(Files.readAllBytes(copy)).isEqualTo(new RandomDisk(53, 512 * 400).content());
    }

    @Test
    void refusesAParentThatWasWrittenTo() throws Exception {
        Path base = made(folder, new RandomDisk(54, 512 * 400), "monolithicSparse");
        Path child = delta(base, "child.vmdk");
        QemuImg.io(base, "write -P 9 0 512");
        assertThatThrownBy(() -> open(child)).isInstanceOfSatisfying(ConnectorException.class, refusal -> assertThat(
                        refusal.problem().code())
                .isEqualTo("VMDK_CHAIN_BROKEN"));
    }

    @Test
    void seesOneWrongByte() throws Exception {
        RandomDisk disk = new RandomDisk(55, 512 * 300);
        Path vmdk = made(folder, disk, "streamOptimized");
        byte[] wrong = disk.content();
        wrong[77_777]++;
        Path raw = Files.write(folder.resolve("wrong.raw"), wrong);
        assertThatThrownBy(() -> QemuImg.assertSame(raw, vmdk)).isInstanceOf(AssertionError.class);
    }

    @Nested
    class SparseContract extends DiskReaderContract {
        @Override
        protected Supplier<DiskReader> disk(RandomDisk disk) throws Exception {
            Path vmdk = made(folder, disk, "monolithicSparse");
            return () -> open(vmdk);
        }
    }

    @Nested
    class StreamOptimizedContract extends DiskReaderContract {
        @Override
        protected Supplier<DiskReader> disk(RandomDisk disk) throws Exception {
            Path vmdk = made(folder, disk, "streamOptimized");
            return () -> open(vmdk);
        }
    }
}
