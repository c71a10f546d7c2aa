package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import java.util.List;
import java.util.Map;

/** Reads a disk as adapters do. */
final class LayerReader implements DiskReader {
    private final VmdkDisk disk;
    private boolean closed;

    LayerReader(VmdkDisk disk) {
        this.disk = disk;
    }

    @Override
    public DiskDescription description() {
        return new DiskDescription("test", disk.capacityBytes(), Map.of(), List.of());
    }

    @Override
    public void forEachExtent(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException {
        if (closed) {
            throw Problem.fatal("READER_CLOSED", "The disk was closed.", "").asException();
        }
        disk.forEachExtent(areas, sink);
    }

    @Override
    public void close() {
        closed = true;
        disk.close();
    }
}
