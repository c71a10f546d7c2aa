package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskLayout;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import io.github.migrationconnector.vmdk.GrainStream;
import io.github.migrationconnector.vmdk.VmdkDisk;
import java.util.Optional;

/**
 * Reads one disk of an OVA. With a manifest no reading ends well unless its digest is that of the disk's file: the first
 * reading goes over the file from end to end and proves it on the way; later ones use the disk's directory.
 */
final class OvaDiskReader implements DiskReader {
    private final DiskDescription description;
    private final VmdkDisk disk;
    private final Archived archived;
    private boolean proven;
    private boolean closed;

    /**
     * The disk's file in the archive.
     *
     * @param disk the archive and the place
     * @param facts what the descriptors tell
     */
    record Archived(ArchivedDisk disk, DiskFacts facts) {}

    OvaDiskReader(DiskDescription description, VmdkDisk disk, Archived archived) {
        this.description = description;
        this.disk = disk;
        this.archived = archived;
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
        if (proven || !archived.disk().hasDigests()) {
            disk.forEachExtent(areas, sink);
        } else {
            readAndProve(areas, sink);
        }
        archived.disk().archive().check();
    }

    private void readAndProve(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException {
        DigestedFile file = archived.disk().reading();
        if (description.files().get(0).format().equals(OvaFileSource.STREAM)) {
            try (GrainStream stream = GrainStream.open(file, archived.disk().name())) {
                stream.copyTo(areas, sink);
            }
            file.finish();
        } else {
            file.finish();
            disk.forEachExtent(areas, sink);
        }
        proven = true;
    }

    @Override
    public Optional<DiskLayout> layout() throws InterruptedException {
        return Optional.of(
                disk.layout(archived.facts().parts(), archived.facts().oddities()));
    }

    @Override
    public void close() {
        closed = true;
        disk.close();
    }
}
