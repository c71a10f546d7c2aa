package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.StrictSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VmdkDiskTest {
    private static final int GRAIN = 1024;

    /**
     * A layer whose grains are told by letters: '.' absent, '0' zeros, any other one is stored and full of it.
     *
     * @param grains one letter a grain
     */
    private record Letters(String grains) implements DiskLayer {
        @Override
        public long capacityBytes() {
            return (long) grains.length() * GRAIN;
        }

        @Override
        public Run at(long offsetBytes, long lengthBytes) {
            char letter = grains.charAt((int) (offsetBytes / GRAIN));
            long end = (offsetBytes / GRAIN + 1) * GRAIN;
            Run.Kind kind = letter == '.' ? Run.Kind.ABSENT : letter == '0' ? Run.Kind.ZEROS : Run.Kind.STORED;
            return new Run(kind, Math.min(lengthBytes, end - offsetBytes));
        }

        @Override
        public void read(long offsetBytes, ByteBuffer destination) {
            for (long offset = offsetBytes; destination.hasRemaining(); offset++) {
                destination.put((byte) grains.charAt((int) (offset / GRAIN)));
            }
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private static String read(String... baseFirst) throws InterruptedException {
        try (VmdkDisk disk =
                new VmdkDisk(Arrays.stream(baseFirst).map(Letters::new).toList())) {
            int capacity = (int) disk.capacityBytes();
            StrictSink sink = new StrictSink(capacity, 700, false);
            disk.forEachExtent(List.of(new Extent(0, capacity)), sink);
            sink.finish();
            StringBuilder seen = new StringBuilder();
            for (int at = 0; at < capacity; at += GRAIN) {
                byte first = sink.content()[at];
                assertThat(sink.content()[at + GRAIN - 1]).isEqualTo(first);
                seen.append(first == 0 ? '0' : (char) first);
            }
            return seen.toString();
        }
    }

    @Test
    void takesEachByteFromTheHighestLinkThatHasIt() throws Exception {
        assertThat(read("aaaaaa")).isEqualTo("aaaaaa");
        assertThat(read("a.aa0a", "..b...", "0...c.")).isEqualTo("00baca");
        assertThat(read("aaaaaa", "bbbbbb", "......")).isEqualTo("bbbbbb");
        assertThat(read("......", "......")).isEqualTo("000000");
    }

    @Test
    void readsZerosBehindAShorterParentAndNothingBehindAShorterChild() throws Exception {
        assertThat(read("aa", "..b..")).isEqualTo("aab00");
        assertThat(read("aaaaa", ".b.")).isEqualTo("aba");
    }

    /** Nothing but a header and as many zeros as one likes; counts what is read. */
    private static final class EmptyDisk implements RandomAccess {
        private final byte[] header = new byte[512];
        private long bytesRead;

        EmptyDisk(long sectors) {
            ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
            fields.put("KDMV".getBytes(StandardCharsets.US_ASCII)).putInt(1);
            fields.putLong(12, sectors).putLong(20, 128).putInt(44, 512).putLong(56, 1);
        }

        @Override
        public long sizeBytes() {
            return 1L << 30;
        }

        @Override
        public void read(long offsetBytes, ByteBuffer destination) {
            bytesRead += destination.remaining();
            for (long offset = offsetBytes; destination.hasRemaining(); offset++) {
                destination.put(offset < header.length ? header[(int) offset] : 0);
            }
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    @Test
    void readsOfALargeDiskNoMoreThanItNeeds() throws Exception {
        long capacity = 16L << 40;
        EmptyDisk file = new EmptyDisk(capacity / 512);
        DiskLayer layer = HostedSparse.open(file, "a.vmdk").layer(capacity);
        assertThat(file.bytesRead).isEqualTo(512);
        assertThat(layer.at(capacity - 512, 512).kind()).isEqualTo(Run.Kind.ABSENT);
        assertThat(file.bytesRead).isLessThan(128 * 1024);
        assertThat(layer.at(0, capacity).lengthBytes()).isEqualTo(capacity);
        // the whole grain directory once: 4 bytes for each 32 MiB
        assertThat(file.bytesRead).isLessThan(capacity / (32 << 20) * 4 + 256 * 1024);
    }
}
