package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.source.AscendingAreas;
import io.github.migrationconnector.api.source.DiskLayout;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A disk as the guest sees it: a base and any number of deltas on it. Bytes go straight from file to the sink's room; what
 * no link has is zeros. Used by one thread at a time.
 */
public final class VmdkDisk implements AutoCloseable {
    private final List<LayerCursor> topFirst = new ArrayList<>();
    private final long capacityBytes;

    /** @param baseFirst the layers of the chain; closed with the disk. The last one says the capacity */
    public VmdkDisk(List<? extends DiskLayer> baseFirst) {
        if (baseFirst.isEmpty()) {
            throw new IllegalArgumentException("a chain without links");
        }
        baseFirst.forEach(layer -> topFirst.add(new LayerCursor(layer)));
        Collections.reverse(topFirst);
        this.capacityBytes = topFirst.get(0).layer().capacityBytes();
    }

    /** The disk of a chain. */
    public static VmdkDisk of(VmdkChain chain) {
        return new VmdkDisk(chain.links().stream().map(VmdkLink::layer).toList());
    }

    public long capacityBytes() {
        return capacityBytes;
    }

    /** What {@link io.github.migrationconnector.api.source.DiskReader#forEachExtent} does. */
    public void forEachExtent(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException {
        for (Extent area : new AscendingAreas(capacityBytes, areas)) {
            long offset = area.offsetBytes();
            while (offset < area.endBytes()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                offset += deliver(offset, area.endBytes() - offset, sink);
            }
        }
    }

    private long deliver(long offset, long atMost, ExtentSink sink) throws InterruptedException {
        Found found = find(offset, atMost);
        if (found.layer().isPresent()) {
            return read(found.layer().get(), offset, found.lengthBytes(), sink);
        }
        sink.zeros(offset, found.lengthBytes());
        return found.lengthBytes();
    }

    /**
     * What lies at an offset of the chain.
     *
     * @param layer which one has it; empty for zeros
     * @param lengthBytes how far
     */
    private record Found(Optional<DiskLayer> layer, long lengthBytes) {}

    private Found find(long offset, long atMost) throws InterruptedException {
        long length = atMost;
        for (LayerCursor cursor : topFirst) {
            if (offset >= cursor.layer().capacityBytes()) {
                // a parent may be shorter: the disk was grown when it had this snapshot
                continue;
            }
            Run run = cursor.at(offset, length);
            length = Math.min(length, run.lengthBytes());
            switch (run.kind()) {
                case STORED -> {
                    return new Found(Optional.of(cursor.layer()), length);
                }
                case ZEROS -> {
                    return new Found(Optional.empty(), length);
                }
                case ABSENT -> {
                    // look further down
                }
            }
        }
        return new Found(Optional.empty(), length);
    }

    /**
     * Goes over the tables and tells how the bytes are stored.
     *
     * @param parts what is known of the disk's files
     * @param oddities what is known to be unusual
     * @throws InterruptedException when the calling thread was interrupted
     */
    public DiskLayout layout(List<DiskLayout.Part> parts, List<String> oddities) throws InterruptedException {
        long stored = 0;
        long holes = 0;
        long holeFrom = 0;
        List<Extent> first = new ArrayList<>();
        for (long offset = 0; offset < capacityBytes; ) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Found found = find(offset, capacityBytes - offset);
            long end = offset + found.lengthBytes();
            if (found.layer().isPresent()) {
                stored += found.lengthBytes();
                holeFrom = end;
            } else if (end == capacityBytes
                    || find(end, capacityBytes - end).layer().isPresent()) {
                holes++;
                if (first.size() < DiskLayout.MAX_LISTED_HOLES) {
                    first.add(new Extent(holeFrom, end - holeFrom));
                }
            }
            offset = end;
        }
        return new DiskLayout(stored, capacityBytes - stored, holes, first, parts, oddities);
    }

    private static long read(DiskLayer layer, long offset, long length, ExtentSink sink) throws InterruptedException {
        ByteBuffer room = sink.room(offset, length);
        int filled = room.remaining();
        layer.read(offset, room);
        return filled;
    }

    /** Closes the links' files. */
    @Override
    public void close() {
        topFirst.forEach(cursor -> cursor.layer().close());
    }
}
