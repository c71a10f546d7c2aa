package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskReaderContract;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import io.github.migrationconnector.api.source.RandomDisk;
import io.github.migrationconnector.api.source.StrictSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that QEMU made (tables in front) and a Python program (tables behind, footer), which QEMU reads the same. */
class GrainStreamTest extends DiskReaderContract {
    private static final RandomDisk DISK = new RandomDisk(20260103, 512 * 1801);

    @TempDir
    private Path folder;

    private byte[] made(String by, byte[] content) throws Exception {
        if (by.equals("qemu")) {
            return QemuImg.vmdk(folder, content, "subformat=streamOptimized");
        }
        Path raw = Files.write(folder.resolve("a.raw"), content);
        Path vmdk = folder.resolve("a.vmdk");
        Tool.run("python3", "python3", "src/test/python/stream_optimized.py", raw.toString(), vmdk.toString());
        Tool.run("qemu-utils", "qemu-img", "compare", "-f", "raw", "-F", "vmdk", raw.toString(), vmdk.toString());
        return Files.readAllBytes(vmdk);
    }

    /** A stream that comes in pieces of odd sizes. */
    static ByteStream stream(byte[] content) {
        ByteBuffer left = ByteBuffer.wrap(content);
        return destination -> {
            if (!left.hasRemaining()) {
                return false;
            }
            int length = Math.min(destination.remaining(), Math.min(left.remaining(), 1 + left.position() % 9973));
            destination.put(left.slice(left.position(), length));
            left.position(left.position() + length);
            return true;
        };
    }

    private static byte[] read(byte[] file) throws InterruptedException {
        try (GrainStream stream = GrainStream.open(stream(file), "a.vmdk")) {
            int length = (int) Math.min(stream.capacityBytes(), 4L << 20);
            StrictSink sink = new StrictSink(length, 1 << 16, true);
            stream.copyTo(List.of(new Extent(0, length)), sink);
            sink.finish();
            return sink.content();
        }
    }

    @Override
    protected Supplier<DiskReader> disk(RandomDisk disk) throws Exception {
        byte[] file = made("python", disk.content());
        return () -> new Sequential(file);
    }

    private static final class Sequential implements DiskReader {
        private final byte[] file;
        private boolean closed;

        Sequential(byte[] file) {
            this.file = file;
        }

        @Override
        public DiskDescription description() {
            try (GrainStream stream = GrainStream.open(stream(file), "a.vmdk")) {
                return new DiskDescription("test", stream.capacityBytes(), Map.of(), List.of());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void forEachExtent(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            try (GrainStream stream = GrainStream.open(stream(file), "a.vmdk")) {
                stream.copyTo(areas, sink);
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @ParameterizedTest
    @CsvSource({"qemu,1", "qemu,128", "qemu,9999", "python,1", "python,127", "python,9999", "python,80001"})
    void readsBothWaysAlike(String by, int sectors) throws Exception {
        byte[] content = new RandomDisk(sectors, sectors * 512).content();
        byte[] file = made(by, content);
        try (GrainStream stream = GrainStream.open(stream(file), "a.vmdk")) {
            StrictSink sink = new StrictSink(content.length, 1 << 16, true);
            stream.copyTo(List.of(new Extent(0, content.length)), sink);
            sink.finish();
            assertThat(sink.content()).isEqualTo(content);
        }
        VmdkLink link = VmdkLink.open(new BytesInMemory(file), "a.vmdk", name -> new BytesInMemory(file));
        try (VmdkDisk disk = new VmdkDisk(List.of(link.layer()))) {
            StrictSink sink = new StrictSink(content.length, 1 << 16, true);
            disk.forEachExtent(List.of(new Extent(0, content.length)), sink);
            sink.finish();
            assertThat(sink.content()).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qemu", "python"})
    void takesNoStreamThatIsCutOff(String by) throws Exception {
        byte[] whole = made(by, DISK.content());
        assertThat(read(whole)).isEqualTo(DISK.content());
        int end = whole.length - (by.equals("qemu") ? 0 : 512);
        // QEMU pads with zeros, which are an end marker, and writes no footer
        while (by.equals("qemu") && whole[end - 1] == 0) {
            end--;
        }
        for (int cut = end - 1; cut > 0; cut -= 509) {
            byte[] part = Arrays.copyOf(whole, cut);
            assertThatThrownBy(() -> read(part))
                    .as("cut at %d of %d", cut, whole.length)
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("VMDK_DAMAGED");
        }
    }

    @Test
    void refusesGrainsOutOfOrder() throws Exception {
        byte[] file = made("python", DISK.content());
        // the first grain poses as the last one, so that the second comes after it
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(128 * 512, 14 * 128);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("VMDK_NOT_SEQUENTIAL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"qemu", "python"})
    void answersOrRefusesWhateverComes(String by) throws Exception {
        byte[] good = made(by, DISK.content());
        Random random = new Random(DISK.seed());
        for (int round = 0; round < 1_500; round++) {
            byte[] file = good.clone();
            for (int change = random.nextInt(6); change >= 0; change--) {
                int sector = random.nextInt(4) == 0 ? 0 : random.nextInt(file.length / 512 - 1);
                file[sector * 512 + random.nextInt(80)] = (byte) random.nextInt(256);
            }
            try {
                read(file);
            } catch (ConnectorException refused) {
                assertThat(refused.problem().code()).as("round %d", round).startsWith("VMDK_");
            }
        }
    }
}
