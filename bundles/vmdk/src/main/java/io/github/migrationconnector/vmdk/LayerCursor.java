package io.github.migrationconnector.vmdk;

/** Remembers the run that was looked up last, so that a long hole of a delta is not looked for again at each byte below. */
final class LayerCursor {
    /** How far to look ahead: bounds the time before the first byte, not the memory. */
    private static final long MAX_LOOK_BYTES = 1L << 30;

    private final DiskLayer layer;
    private Run.Kind kind = Run.Kind.ABSENT;
    private long startBytes;
    private long endBytes;

    LayerCursor(DiskLayer layer) {
        this.layer = layer;
    }

    DiskLayer layer() {
        return layer;
    }

    /** The run at an offset, which may be longer than the length that is asked for. */
    Run at(long offsetBytes, long lengthBytes) throws InterruptedException {
        if (offsetBytes < startBytes || offsetBytes >= endBytes) {
            long left = layer.capacityBytes() - offsetBytes;
            Run found = layer.at(offsetBytes, Math.min(left, Math.min(lengthBytes, MAX_LOOK_BYTES)));
            kind = found.kind();
            startBytes = offsetBytes;
            endBytes = offsetBytes + found.lengthBytes();
        }
        return new Run(kind, endBytes - offsetBytes);
    }
}
