package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskLayout;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import io.github.migrationconnector.vmdk.GrainStream;
import java.util.Optional;

/**
 * Reads one disk of an OVA whose file was compressed as a whole: every reading goes over it from end to end, unpacks it on
 * the way and proves it, since nobody can jump into the middle.
 */
final class GzippedDiskReader implements DiskReader {
    private final DiskDescription description;
    private final ArchivedDisk disk;
    private final DiskFacts facts;
    private boolean closed;

    GzippedDiskReader(DiskDescription description, ArchivedDisk disk, DiskFacts facts) {
        this.description = description;
        this.disk = disk;
        this.facts = facts;
    }

    @Override
    public DiskDescription description() {
        return description;
    }

    @Override
    public void forEachExtent(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException {
        if (closed) {
            throw new IllegalStateException("the disk was closed");
        }
        DigestedFile file = disk.reading();
        try (GzipStream unpacked = new GzipStream(file, disk.name());
                GrainStream stream = GrainStream.open(unpacked, disk.name())) {
            stream.copyTo(areas, sink);
            unpacked.finish();
        }
        file.finish();
        disk.archive().check();
    }

    @Override
    public Optional<DiskLayout> layout() throws InterruptedException {
        LayoutSink seen = new LayoutSink();
        forEachExtent(wholeDisk(), seen);
        return Optional.of(seen.layout(facts));
    }

    @Override
    public void close() {
        closed = true;
        disk.file().close();
    }
}
