package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.source.DiskLayout;
import io.github.migrationconnector.api.source.Extent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A disk of 16 TiB without content: what is read of it and kept is counted, in bytes. */
class LargeSparseTest {
    private static final long CAPACITY = 16L << 40;
    private static final long DIRECTORY_BYTES = CAPACITY / (32 << 20) * Integer.BYTES;

    /** A file that is zeros behind its first sectors. */
    private static final class Counted implements RandomAccess {
        private final byte[] start;
        private long readBytes;
        private int largestBytes;

        Counted(byte[] start) {
            this.start = start;
        }

        @Override
        public long sizeBytes() {
            return 1L << 30;
        }

        @Override
        public void read(long offsetBytes, ByteBuffer destination) {
            readBytes += destination.remaining();
            largestBytes = Math.max(largestBytes, destination.remaining());
            for (long at = offsetBytes; destination.hasRemaining(); at++) {
                destination.put(at < start.length ? start[(int) at] : 0);
            }
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private static Counted file() {
        byte[] start = new byte[1024];
        ByteBuffer.wrap(start)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {'K', 'D', 'M', 'V'})
                .putInt(4, 1)
                .putLong(12, CAPACITY / 512)
                .putLong(20, 128)
                .putLong(28, 1)
                .putLong(36, 1)
                .putInt(44, 512)
                .putLong(56, 2)
                .putLong(64, 8192);
        byte[] text = ("# Disk DescriptorFile\nCID=1\ncreateType=\"monolithicSparse\"\nRW " + CAPACITY / 512
                        + " SPARSE \"a.vmdk\"\n")
                .getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, start, 512, text.length);
        return new Counted(start);
    }

    @Test
    void isOpenedByItsHeaderAlone() throws Exception {
        Counted file = file();
        try (VmdkLink link = VmdkLink.open(file, "a.vmdk", name -> file)) {
            assertThat(link.layer().capacityBytes()).isEqualTo(CAPACITY);
            assertThat(file.readBytes).isLessThan(4096);
        }
    }

    @Test
    void isGoneOverByItsDirectoryAloneAPieceAtATime() throws Exception {
        Counted file = file();
        try (VmdkLink link = VmdkLink.open(file, "a.vmdk", name -> file)) {
            DiskLayout layout = new VmdkDisk(List.of(link.layer())).layout(List.of(), List.of());
            assertThat(layout.firstHoles()).containsExactly(new Extent(0, CAPACITY));
            assertThat(layout.storedBytes()).isZero();
            assertThat(file.readBytes).isBetween(DIRECTORY_BYTES, 2 * DIRECTORY_BYTES);
            assertThat(file.largestBytes).isLessThanOrEqualTo(64 * 1024);
        }
    }
}
