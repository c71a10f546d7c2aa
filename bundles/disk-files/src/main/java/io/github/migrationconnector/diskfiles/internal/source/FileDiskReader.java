package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskLayout;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import io.github.migrationconnector.vmdk.VmdkDisk;
import java.util.List;
import java.util.Optional;

/** Reads a disk that lies in local files, and makes sure that they stayed as they were. */
final class FileDiskReader implements DiskReader {
    private final DiskDescription description;
    private final VmdkDisk disk;
    private final List<FileIdentity> identities;
    private final DiskFacts facts;

    FileDiskReader(DiskDescription description, VmdkDisk disk, List<FileIdentity> identities, DiskFacts facts) {
        this.description = description;
        this.disk = disk;
        this.identities = List.copyOf(identities);
        this.facts = facts;
    }

    @Override
    public DiskDescription description() {
        return description;
    }

    @Override
    public void forEachExtent(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException {
        disk.forEachExtent(areas, sink);
        identities.forEach(FileIdentity::check);
    }

    @Override
    public Optional<DiskLayout> layout() throws InterruptedException {
        return Optional.of(disk.layout(facts.parts(), facts.oddities()));
    }

    @Override
    public void close() {
        disk.close();
    }
}
