package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;

/** A sparse file of any format: a directory that finds grains, and a store that reads them. */
final class GrainLayer implements DiskLayer {
    /** A stored run is not looked for further than this, since its entries are looked at again when it is read. */
    private static final long MAX_STORED_RUN_BYTES = 4L << 20;

    private final GrainDirectory directory;
    private final GrainStore store;
    private final GrainShape shape;

    GrainLayer(GrainDirectory directory, GrainStore store) {
        this.directory = directory;
        this.store = store;
        this.shape = directory.shape();
    }

    @Override
    public long capacityBytes() {
        return shape.capacityBytes();
    }

    @Override
    public Run at(long offsetBytes, long lengthBytes) throws InterruptedException {
        Run.Kind kind = kind(offsetBytes);
        long limit =
                offsetBytes + (kind == Run.Kind.STORED ? Math.min(lengthBytes, MAX_STORED_RUN_BYTES) : lengthBytes);
        long end = endOfSame(offsetBytes, kind);
        while (end < limit && kind(end) == kind) {
            end = endOfSame(end, kind);
        }
        return new Run(kind, Math.min(end, limit) - offsetBytes);
    }

    private Run.Kind kind(long offsetBytes) throws InterruptedException {
        long found = directory.find(shape.grain(offsetBytes));
        if (found == GrainDirectory.ABSENT) {
            return Run.Kind.ABSENT;
        }
        return found == GrainDirectory.ZEROS ? Run.Kind.ZEROS : Run.Kind.STORED;
    }

    /** A grain further, or as far as there are none for certain. */
    private long endOfSame(long offsetBytes, Run.Kind kind) throws InterruptedException {
        long grain = shape.grain(offsetBytes);
        return (grain + (kind == Run.Kind.ABSENT ? directory.absentFrom(grain) : 1)) * shape.grainBytes();
    }

    @Override
    public void read(long offsetBytes, ByteBuffer destination) throws InterruptedException {
        store.read(offsetBytes, destination);
    }

    @Override
    public void close() {
        store.close();
    }
}
