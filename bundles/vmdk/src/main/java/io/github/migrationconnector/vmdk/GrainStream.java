package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.AscendingAreas;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import java.nio.ByteBuffer;

/**
 * Reads a stream-optimized disk from its first byte to its last, without going back: grains and tables come with markers
 * in front of them. Some grains are inflated side by side and handed on in their order. A stream counts as whole when its tables know exactly the grains that came, and, when its directory is
 * at the end, its footer and its end marker were there. Format: VMware, Virtual Disk Format 5.0, "Stream-Optimized
 * Compressed Sparse Extents".
 */
public final class GrainStream implements AutoCloseable {
    private static final int END_OF_STREAM = 0;
    private static final int GRAIN_TABLE = 1;
    private static final int GRAIN_DIRECTORY = 2;
    private static final int FOOTER = 3;

    private final StreamPosition in;
    private final String name;
    private final SparseHeader header;
    private final byte[] descriptor;
    private final GrainWindow window;
    private long diskOffset;
    private long grains;
    private long tableEntries;
    private boolean footer;

    private GrainStream(StreamPosition in, String name, SparseHeader header, byte[] descriptor) {
        this.in = in;
        this.name = name;
        this.header = header;
        this.descriptor = descriptor;
        this.window = new GrainWindow(name, header.shape().grainBytes());
    }

    /**
     * Reads the header, and the descriptor when there is one.
     *
     * @param name of the stream, for messages
     * @throws InterruptedException when the calling thread was interrupted
     * @throws io.github.migrationconnector.api.problem.ConnectorException when it is no stream-optimized disk
     */
    public static GrainStream open(ByteStream stream, String name) throws InterruptedException {
        StreamPosition in = new StreamPosition(stream, name);
        byte[] first = new byte[SparseHeader.BYTES];
        in.take(first.length, "the header").get(first);
        SparseHeader header = SparseHeader.parse(first, name, 0);
        if (!header.compressed()) {
            throw VmdkProblem.notSupported(name, "is a sparse disk without markers, in a stream");
        }
        in.expect(DeflatedGrain.maxCompressedBytes(header.shape().grainBytes()));
        return new GrainStream(in, name, header, descriptor(in, header));
    }

    /** The embedded text; nothing when it is not where it belongs, between header and tables. */
    private static byte[] descriptor(StreamPosition in, SparseHeader header) throws InterruptedException {
        long at = header.descriptorBytes();
        int length = header.descriptorLength();
        if (at != SparseHeader.BYTES || length > DescriptorParser.MAX_BYTES || at + length > header.overheadBytes()) {
            return new byte[0];
        }
        ByteBuffer text = ByteBuffer.allocate(length);
        while (text.hasRemaining()) {
            text.put(in.take(VmdkExtent.SECTOR_BYTES, "the embedded descriptor"));
        }
        return text.array();
    }

    /**
     * What the embedded descriptor says of the disk.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException when there is none, it is not understood, or it
     *     is not that of a whole disk in this stream
     */
    public VmdkDescriptor descriptor() {
        if (descriptor.length == 0) {
            throw VmdkProblem.notSupported(name, "has no embedded descriptor behind its header");
        }
        VmdkDescriptor found = DescriptorParser.parse(descriptor);
        found.requireEmbedded(name);
        VmdkChain.requireBase(found);
        if (found.capacityBytes() > capacityBytes()) {
            throw VmdkProblem.damaged(name, "the capacity", 12, "is less than the descriptor says");
        }
        return found;
    }

    /** The size of the disk. */
    public long capacityBytes() {
        return header.shape().capacityBytes();
    }

    /**
     * Hands areas of the disk to a sink; the whole stream is read for it. Bytes behind the end marker are left in the
     * stream.
     *
     * @param areas as {@link io.github.migrationconnector.api.source.DiskReader#forEachExtent} takes them
     * @throws InterruptedException when the sink wants to stop or the calling thread was interrupted
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code VMDK_DAMAGED} when the stream is not
     *     whole, {@code VMDK_NOT_SEQUENTIAL} when grains come out of order, or what the stream throws
     */
    public void copyTo(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException {
        AreaCursor cursor = new AreaCursor(new AscendingAreas(capacityBytes(), areas), sink);
        skipOverhead();
        while (step(cursor)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        if (tableEntries != grains) {
            throw VmdkProblem.damaged(
                    name, "the stream", in.offsetBytes(), "has " + grains + " grains, its tables know " + tableEntries);
        }
        window.drain(cursor);
        cursor.zerosUpTo(capacityBytes());
    }

    /** What is in front of the first marker: the descriptor, and with a directory at the front all of the tables. */
    private void skipOverhead() throws InterruptedException {
        boolean tablesInFront = header.directoryBytes() != SparseHeader.AT_END;
        long directoryEnd = header.directoryBytes() + header.shape().tables() * Integer.BYTES;
        long tablesFrom =
                (directoryEnd + VmdkExtent.SECTOR_BYTES - 1) / VmdkExtent.SECTOR_BYTES * VmdkExtent.SECTOR_BYTES;
        while (in.offsetBytes() < header.overheadBytes()) {
            boolean tables = tablesInFront && in.offsetBytes() >= tablesFrom;
            ByteBuffer sector = in.take(VmdkExtent.SECTOR_BYTES, "what is in front of the grains");
            if (tables) {
                count(sector);
            }
        }
    }

    private void count(ByteBuffer table) {
        while (table.hasRemaining()) {
            int entry = table.getInt();
            if (entry != GrainDirectory.ABSENT && entry != GrainDirectory.ZEROS) {
                tableEntries++;
            }
        }
    }

    /** Reads what one marker announces; whether the stream goes on. */
    private boolean step(AreaCursor sink) throws InterruptedException {
        long at = in.offsetBytes();
        if (header.directoryBytes() != SparseHeader.AT_END && in.atEnd()) {
            return false;
        }
        ByteBuffer marker = in.take(DeflatedGrain.MARKER_BYTES, "a marker");
        long value = marker.getLong(0);
        long size = marker.getInt(8) & 0xFFFF_FFFFL;
        if (size > 0) {
            grain(value, size, at, sink);
            in.skipPadding();
            return true;
        }
        int type = in.take(Integer.BYTES, "a marker").getInt(0);
        in.skipPadding();
        switch (type) {
            case END_OF_STREAM -> {
                if (header.directoryBytes() == SparseHeader.AT_END && !footer) {
                    throw VmdkProblem.damaged(name, "the end marker", at, "comes before the footer");
                }
                return false;
            }
            case GRAIN_TABLE -> metadata(value, at, true);
            case GRAIN_DIRECTORY -> metadata(value, at, false);
            case FOOTER -> footer(value, at);
            default -> throw VmdkProblem.damaged(name, "a marker", at, "is of the unknown type " + type);
        }
        return true;
    }

    private void grain(long sector, long size, long at, AreaCursor sink) throws InterruptedException {
        int grainBytes = header.shape().grainBytes();
        if (size > DeflatedGrain.maxCompressedBytes(grainBytes)) {
            throw VmdkProblem.damaged(name, "a grain's marker", at, "says a size of " + size);
        }
        long offset = sector * VmdkExtent.SECTOR_BYTES;
        if (sector < 0 || sector >= VmdkExtent.MAX_SECTORS || offset % grainBytes != 0 || offset >= capacityBytes()) {
            throw VmdkProblem.damaged(name, "a grain's marker", at, "says sector " + Long.toUnsignedString(sector));
        }
        if (offset < diskOffset) {
            throw Problem.fatal(
                            "VMDK_NOT_SEQUENTIAL",
                            name + " has a grain for byte " + offset + " behind that for byte " + diskOffset
                                    + ": it can't be read in one go.",
                            "Take the disk's file out of its archive and name it as vmdk:PATH, which reads it by its"
                                    + " directory.")
                    .asException();
        }
        ByteBuffer compressed = in.take((int) size, "a grain");
        int needed = (int) Math.min(grainBytes, capacityBytes() - offset);
        window.add(compressed, at, new Extent(offset, needed), sink);
        diskOffset = offset + needed;
        grains++;
    }

    private void metadata(long sectors, long at, boolean table) throws InterruptedException {
        // a directory of the largest disk with the smallest grains; not more than that is passed over
        if (sectors < 0 || sectors > VmdkExtent.MAX_SECTORS / VmdkExtent.SECTOR_BYTES) {
            throw VmdkProblem.damaged(name, "a marker", at, "says " + Long.toUnsignedString(sectors) + " sectors");
        }
        for (long sector = 0; sector < sectors; sector++) {
            ByteBuffer content = in.take(VmdkExtent.SECTOR_BYTES, "a table");
            if (table) {
                count(content);
            }
        }
    }

    private void footer(long sectors, long at) throws InterruptedException {
        byte[] content = new byte[SparseHeader.BYTES];
        if (sectors != 1 || footer) {
            throw VmdkProblem.damaged(
                    name, "the footer's marker", at, "says " + Long.toUnsignedString(sectors) + " sectors");
        }
        in.take(content.length, "the footer").get(content);
        if (!SparseHeader.parse(content, name, at).shape().equals(header.shape())) {
            throw VmdkProblem.damaged(name, "the footer", at, "does not go with the header");
        }
        footer = true;
    }

    /** Gives back what inflates; the stream is its opener's. */
    @Override
    public void close() {
        window.close();
    }
}
