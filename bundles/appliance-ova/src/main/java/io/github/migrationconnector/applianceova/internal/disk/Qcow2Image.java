package io.github.migrationconnector.applianceova.internal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A disk in QEMU's copy-on-write format: whole in one file, plain or compressed with deflate. */
final class Qcow2Image implements DiskImage {
    private static final long OFFSET_BITS = 0x00FF_FFFF_FFFF_FE00L;
    private static final long COMPRESSED = 1L << 62;
    private static final long READS_AS_ZERO = 1;
    private static final int SECTOR_BYTES = 512;

    private final Path file;
    private final FileChannel channel;
    private final Qcow2Header header;
    private final long[] l1;
    private final long[] l2;
    private final ByteBuffer inflated;
    private int l2Number = -1;
    private long inflatedEntry;

    private Qcow2Image(Path file, FileChannel channel, Qcow2Header header, long[] l1) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        this.l1 = l1;
        this.l2 = new long[header.l2Entries()];
        this.inflated = ByteBuffer.allocate(header.clusterBytes());
    }

    static Qcow2Image open(Path file, FileChannel channel) throws IOException {
        Qcow2Header header = Qcow2Header.read(file, channel);
        ByteBuffer table = ByteBuffer.allocate(header.l1Entries() * Long.BYTES);
        Channels.fill(channel, header.l1Offset(), table);
        long[] l1 = new long[header.l1Entries()];
        table.flip().asLongBuffer().get(l1);
        return new Qcow2Image(file, channel, header, l1);
    }

    @Override
    public long sizeBytes() {
        return header.sizeBytes();
    }

    @Override
    public long nextContent(long offsetBytes) throws IOException {
        long cluster = offsetBytes >> header.clusterBits();
        long clusters = (header.sizeBytes() + header.clusterBytes() - 1) >> header.clusterBits();
        long at = cluster;
        while (at < clusters && isZero(entry(at))) {
            // a table that isn't there speaks for all of its clusters
            int number = (int) (at / header.l2Entries());
            at = (l1[number] & OFFSET_BITS) == 0 ? (number + 1L) * header.l2Entries() : at + 1;
        }
        if (at == cluster) {
            return offsetBytes;
        }
        return Math.min(at << header.clusterBits(), header.sizeBytes());
    }

    @Override
    public void read(long offsetBytes, ByteBuffer destination) throws IOException {
        long at = offsetBytes;
        int end = destination.limit();
        while (destination.position() < end) {
            int within = (int) (at & (header.clusterBytes() - 1));
            int length = Math.min(end - destination.position(), header.clusterBytes() - within);
            destination.limit(destination.position() + length);
            readWithin(entry(at >> header.clusterBits()), within, destination);
            destination.limit(end);
            at += length;
        }
    }

    private static boolean isZero(long entry) {
        return (entry & COMPRESSED) == 0 && ((entry & OFFSET_BITS) == 0 || (entry & READS_AS_ZERO) != 0);
    }

    private long entry(long cluster) throws IOException {
        int number = (int) (cluster / header.l2Entries());
        if (number != l2Number) {
            long offset = l1[number] & OFFSET_BITS;
            if (offset == 0) {
                return 0;
            }
            if (offset > channel.size() - header.clusterBytes()) {
                throw Qcow2Header.refused(file, "is damaged: it has a table at byte " + offset);
            }
            ByteBuffer table = ByteBuffer.allocate(header.clusterBytes());
            Channels.fill(channel, offset, table);
            table.flip().asLongBuffer().get(l2);
            l2Number = number;
        }
        return l2[(int) (cluster % header.l2Entries())];
    }

    private void readWithin(long entry, int within, ByteBuffer destination) throws IOException {
        if (isZero(entry)) {
            destination.put(new byte[destination.remaining()]);
        } else if ((entry & COMPRESSED) != 0) {
            inflate(entry);
            destination.put(inflated.slice(within, destination.remaining()));
        } else {
            long offset = (entry & OFFSET_BITS) + within;
            if (offset > channel.size() - destination.remaining()) {
                throw Qcow2Header.refused(file, "is damaged: it has a cluster at byte " + offset);
            }
            Channels.fill(channel, offset, destination);
        }
    }

    private void inflate(long entry) throws IOException {
        if (entry == inflatedEntry) {
            return;
        }
        int offsetBits = 62 - (header.clusterBits() - 8);
        long offset = entry & ((1L << offsetBits) - 1);
        long sectors = ((entry & (COMPRESSED - 1)) >> offsetBits) + 1;
        long length = Math.min(sectors * SECTOR_BYTES - (offset & (SECTOR_BYTES - 1)), channel.size() - offset);
        if (length <= 0) {
            throw Qcow2Header.refused(file, "is damaged: it has a compressed cluster at byte " + offset);
        }
        ByteBuffer compressed = ByteBuffer.allocate((int) length);
        Channels.fill(channel, offset, compressed);
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(compressed.flip());
            inflatedEntry = 0;
            inflated.clear();
            while (inflated.hasRemaining()) {
                if (inflater.inflate(inflated) == 0) {
                    throw Qcow2Header.refused(
                            file, "is damaged: the compressed cluster at byte " + offset + " is short");
                }
            }
            inflatedEntry = entry;
        } catch (DataFormatException e) {
            throw Qcow2Header.refused(file, "is damaged: the cluster at byte " + offset + " can't be inflated");
        } finally {
            inflater.end();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
