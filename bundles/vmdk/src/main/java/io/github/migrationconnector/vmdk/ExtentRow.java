package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The extents of one descriptor, one behind the other. */
final class ExtentRow implements DiskLayer {
    private final TreeMap<Long, DiskLayer> extents = new TreeMap<>();
    private final long capacityBytes;

    /** @param extents in the order of the disk, at least one; closed with the row */
    ExtentRow(List<DiskLayer> extents) {
        long offset = 0;
        for (DiskLayer extent : extents) {
            this.extents.put(offset, extent);
            offset += extent.capacityBytes();
        }
        this.capacityBytes = offset;
    }

    @Override
    public long capacityBytes() {
        return capacityBytes;
    }

    @Override
    public Run at(long offsetBytes, long lengthBytes) throws InterruptedException {
        Map.Entry<Long, DiskLayer> extent = extents.floorEntry(offsetBytes);
        long within = offsetBytes - extent.getKey();
        return extent.getValue()
                .at(within, Math.min(lengthBytes, extent.getValue().capacityBytes() - within));
    }

    @Override
    public void read(long offsetBytes, ByteBuffer destination) throws InterruptedException {
        long offset = offsetBytes;
        while (destination.hasRemaining()) {
            Map.Entry<Long, DiskLayer> extent = extents.floorEntry(offset);
            long within = offset - extent.getKey();
            int length =
                    (int) Math.min(destination.remaining(), extent.getValue().capacityBytes() - within);
            extent.getValue().read(within, destination.slice(destination.position(), length));
            destination.position(destination.position() + length);
            offset += length;
        }
    }

    @Override
    public void close() {
        extents.values().forEach(DiskLayer::close);
    }
}
