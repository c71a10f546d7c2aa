package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.RandomDisk;
import io.github.migrationconnector.api.source.StrictSink;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back by QEMU, which shares no code with the writer, and by the connector's own readers. */
class StreamOptimizedWriterTest {
    private static final int GRAIN = StreamOptimizedWriter.GRAIN_BYTES;

    @TempDir
    private Path folder;

    static byte[] written(byte[] content) throws InterruptedException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        StreamOptimizedHeader header = new StreamOptimizedHeader("written.vmdk", content.length, 0x1234_5678L);
        try (StreamOptimizedWriter writer = new StreamOptimizedWriter(into(file), header)) {
            for (int at = 0; at < content.length; at += GRAIN) {
                writer.grain(at / GRAIN, ByteBuffer.wrap(content, at, Math.min(GRAIN, content.length - at)));
            }
            writer.finish();
        }
        return file.toByteArray();
    }

    private static ByteOutput into(ByteArrayOutputStream file) {
        return bytes -> {
            byte[] some = new byte[bytes.remaining()];
            bytes.get(some);
            file.writeBytes(some);
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128, 129, 9999, 65_536, 70_001})
    void isReadByQemuAndByOurselves(int sectors) throws Exception {
        byte[] content = new RandomDisk(sectors, sectors * 512).content();
        byte[] file = written(content);
        Path vmdk = Files.write(folder.resolve("out.vmdk"), file);
        Path raw = Files.write(folder.resolve("out.raw"), content);
        Tool.run("qemu-utils", "qemu-img", "check", "-f", "vmdk", vmdk.toString());
        Tool.run("qemu-utils", "qemu-img", "compare", "-f", "raw", "-F", "vmdk", raw.toString(), vmdk.toString());
        try (GrainStream stream = GrainStream.open(GrainStreamTest.stream(file), "out.vmdk")) {
            StrictSink sink = new StrictSink(content.length, 1 << 16, true);
            stream.copyTo(List.of(new Extent(0, content.length)), sink);
            sink.finish();
            assertThat(sink.content()).isEqualTo(content);
        }
        VmdkLink link = VmdkLink.open(new BytesInMemory(file), "out.vmdk", name -> new BytesInMemory(file));
        assertThat(link.descriptor().createType()).isEqualTo("streamOptimized");
        assertThat(link.descriptor().contentId()).isEqualTo(0x1234_5678L);
        try (VmdkDisk disk = new VmdkDisk(List.of(link.layer()))) {
            StrictSink sink = new StrictSink(content.length, 1 << 16, true);
            disk.forEachExtent(List.of(new Extent(0, content.length)), sink);
            sink.finish();
            assertThat(sink.content()).isEqualTo(content);
        }
    }

    @Test
    void seesOneWrongByte() throws Exception {
        byte[] content = new RandomDisk(3, 512 * 700).content();
        Path vmdk = Files.write(folder.resolve("out.vmdk"), written(content));
        content[300_000]++;
        Path raw = Files.write(folder.resolve("out.raw"), content);
        assertThatThrownBy(() -> Tool.run(
                        "qemu-utils",
                        "qemu-img",
                        "compare",
                        "-f",
                        "raw",
                        "-F",
                        "vmdk",
                        raw.toString(),
                        vmdk.toString()))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void givesTheSameBytesEachTime() throws Exception {
        byte[] content = new RandomDisk(4, 512 * 20_000).content();
        assertThat(written(content)).isEqualTo(written(content));
    }

    /** The lab lets govmomi import this file. */
    @Test
    void givesTheBytesThatOthersWereShown() throws Exception {
        byte[] content = new byte[(40 << 20) + 512];
        for (long grain : new long[] {0, 3, 600, 640}) {
            for (int at = (int) grain * GRAIN; at < Math.min(content.length, (grain + 1) * GRAIN); at++) {
                content[at] = (byte) (at / 512 + at % 61);
            }
        }
        Path shown = Path.of("..", "..", "lab", "imports", "testdata", "written.vmdk");
        assertThat(written(content)).isEqualTo(Files.readAllBytes(shown));
    }

    @Test
    void storesNoZeros() throws Exception {
        assertThat(written(new byte[64 << 20])).hasSizeLessThan(128 * 512 + 3 * 512 + 1025);
    }

    @ParameterizedTest
    @CsvSource({"0,65536,0,65536", "1,65536,0,65536", "0,512,1,65536", "5,65536,6,65536", "1,512,1,512"})
    void refusesGrainsOutOfOrderOrOfAnotherSize(long first, int firstBytes, long second, int secondBytes)
            throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        StreamOptimizedHeader header = new StreamOptimizedHeader("out.vmdk", 2 * GRAIN, 1);
        try (StreamOptimizedWriter writer = new StreamOptimizedWriter(into(file), header)) {
            assertThatThrownBy(() -> {
                        writer.grain(first, ByteBuffer.allocate(firstBytes));
                        writer.grain(second, ByteBuffer.allocate(secondBytes));
                    })
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void tellsWhatTheOutputThrows() throws Exception {
        ByteOutput full = bytes -> {
            if (bytes.remaining() < 60_000) {
                throw Problem.fatal("FULL", "planted", "").asException();
            }
        };
        StreamOptimizedHeader header = new StreamOptimizedHeader("out.vmdk", GRAIN, 1);
        try (StreamOptimizedWriter writer = new StreamOptimizedWriter(full, header)) {
            writer.grain(0, ByteBuffer.wrap(new RandomDisk(1, GRAIN).content()).put(0, (byte) 1));
            assertThatThrownBy(writer::finish).hasMessageContaining("FULL");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a\\b", "a\"b", "a\nb"})
    void refusesNamesThatADescriptorCantHold(String name) {
        assertThatThrownBy(() -> new StreamOptimizedHeader(name, 512, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
