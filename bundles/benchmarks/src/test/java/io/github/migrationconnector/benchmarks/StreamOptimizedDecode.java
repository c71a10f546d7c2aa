package io.github.migrationconnector.benchmarks;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import io.github.migrationconnector.vmdk.GrainStream;
import io.github.migrationconnector.vmdk.StreamOptimizedHeader;
import io.github.migrationconnector.vmdk.StreamOptimizedWriter;
import io.github.migrationconnector.vmdk.VmdkDisk;
import io.github.migrationconnector.vmdk.VmdkLink;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A stream-optimized disk, half noise and half lines of text, from memory into a buffer. One operation is 1 MiB of the disk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 4)
@Measurement(iterations = 5, time = 4)
public class StreamOptimizedDecode {
    private static final int MIB = 64;
    private static final Extent WHOLE = new Extent(0, (long) MIB << 20);

    private byte[] file = new byte[0];

    /** Takes what comes, and forgets it. */
    private static final class Discard implements ExtentSink {
        private final ByteBuffer room = ByteBuffer.allocate(512 * 1024);

        @Override
        public ByteBuffer room(long offsetBytes, long lengthBytes) {
            return room.clear().limit((int) Math.min(room.capacity(), lengthBytes));
        }

        @Override
        public void zeros(long offsetBytes, long lengthBytes) {
            // nothing to do
        }
    }

    /** Writes the disk. */
    @Setup
    public void write() throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (StreamOptimizedWriter writer = new StreamOptimizedWriter(
                piece -> {
                    while (piece.hasRemaining()) {
                        bytes.write(piece.get());
                    }
                },
                new StreamOptimizedHeader("a.vmdk", WHOLE.lengthBytes(), 1))) {
            Random random = new Random(20260110);
            int grain = StreamOptimizedWriter.GRAIN_BYTES;
            for (int at = 0; at < WHOLE.lengthBytes() / grain; at++) {
                writer.grain(at, ByteBuffer.wrap(at / 16 % 2 == 0 ? noise(random, grain) : text(random, grain)));
            }
            writer.finish();
        }
        file = bytes.toByteArray();
    }

    private static byte[] noise(Random random, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    /** Words of a few hundred, the short ones more often, with numbers between them. */
    private static byte[] text(Random random, int length) {
        ByteBuffer text = ByteBuffer.allocate(length);
        while (text.hasRemaining()) {
            int word = (int) Math.abs(random.nextGaussian() * 150);
            String written = random.nextInt(9) == 0
                    ? random.nextInt(10_000) + "\n"
                    : Integer.toString(word * 0x9E3779B1, 36) + " ";
            for (int at = 0; at < written.length() && text.hasRemaining(); at++) {
                text.put((byte) written.charAt(at));
            }
        }
        return text.array();
    }

    /** As a file: by the directory. */
    @Benchmark
    @OperationsPerInvocation(MIB)
    public long byDirectory() throws InterruptedException {
        DiskInMemory disk = new DiskInMemory(file, file.length);
        VmdkLink link = VmdkLink.open(disk, "a.vmdk", name -> disk);
        try (VmdkDisk whole = new VmdkDisk(List.of(link.layer()))) {
            whole.forEachExtent(List.of(WHOLE), new Discard());
            return whole.capacityBytes();
        }
    }

    /** As a stream: from the first byte to the last. */
    @Benchmark
    @OperationsPerInvocation(MIB)
    public long inOneGo() throws InterruptedException {
        ByteBuffer left = ByteBuffer.wrap(file);
        try (GrainStream stream = GrainStream.open(
                destination -> {
                    int length = Math.min(left.remaining(), destination.remaining());
                    destination.put(left.slice(left.position(), length));
                    left.position(left.position() + length);
                    return length > 0;
                },
                "a.vmdk")) {
            stream.copyTo(List.of(WHOLE), new Discard());
            return stream.capacityBytes();
        }
    }
}
