package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.source.AscendingAreas;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** A large disk in memory: some bytes, then one hole. */
final class SparseDisk implements DiskReader {
    private final String version;
    private final byte[] head;
    private final long capacityBytes;

    SparseDisk(String version, byte[] head, long capacityBytes) {
        this.version = version;
        this.head = head;
        this.capacityBytes = capacityBytes;
    }

    @Override
    public DiskDescription description() {
        return new DiskDescription("sparse", capacityBytes, Map.of("version", version), List.of());
    }

    @Override
    public void forEachExtent(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException {
        for (Extent area : new AscendingAreas(capacityBytes, areas)) {
            long offset = area.offsetBytes();
            while (offset < Math.min(area.endBytes(), head.length)) {
                ByteBuffer room = sink.room(offset, Math.min(area.endBytes(), head.length) - offset);
                int length = room.remaining();
                room.put(head, (int) offset, length);
                offset += length;
            }
            if (offset < area.endBytes()) {
                sink.zeros(offset, area.endBytes() - offset);
            }
        }
    }

    @Override
    public void close() {}
}
