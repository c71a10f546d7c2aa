package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.diskfiles.internal.ova.OvaPackage;
import io.github.migrationconnector.vmdk.GrainStream;
import io.github.migrationconnector.vmdk.VmdkChain;
import io.github.migrationconnector.vmdk.VmdkDescriptor;
import io.github.migrationconnector.vmdk.VmdkDisk;
import io.github.migrationconnector.vmdk.VmdkLink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * {@code ova:PATH[#DISK]}: a disk of an OVA, by its number from 1, its id or its file's name; without one, the only disk.
 */
@Component(property = DiskSource.SCHEME + "=ova")
public final class OvaFileSource implements DiskSource {
    /** VMware's name of the compressed format that can be read in one go. */
    static final String STREAM = "streamOptimized";

    @Override
    public DiskReader open(SourceAddress address) {
        String location = address.location();
        int mark = Files.exists(Path.of(location)) ? -1 : location.lastIndexOf('#');
        FileIdentity archive = FileIdentity.of(Path.of(mark < 0 ? location : location.substring(0, mark)));
        try {
            return open(archive, mark < 0 ? "" : location.substring(mark + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("STOPPED", "The opening of " + address + " was stopped.", "", Retry.ON_RESUME)
                    .asException(e);
        }
    }

    private static DiskReader open(FileIdentity archive, String which) throws InterruptedException {
        FileAccess file = FileAccess.open(archive.path());
        boolean done = false;
        try {
            OvaPackage contents = OvaPackage.open(file);
            DiskReader reader = reader(ArchivedDisk.of(file, archive, contents, contents.disk(which)));
            done = true;
            return reader;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    private static DiskReader reader(ArchivedDisk disk) throws InterruptedException {
        return disk.disk().file().gzip() ? gzipped(disk) : plain(disk);
    }

    private static DiskReader plain(ArchivedDisk disk) throws InterruptedException {
        VmdkLink link = VmdkLink.open(disk.joined(), disk.name(), name -> {
            throw Problem.fatal(
                            "OVA_NOT_SUPPORTED",
                            "The OVA's disk " + disk.disk().diskId() + " lies in several files.",
                            "Export it again, as OVF tools do, with one stream-optimized file a disk.")
                    .asException();
        });
        VmdkChain chain = new VmdkChain(List.of(link));
        long capacityBytes = chain.top().capacityBytes();
        return new OvaDiskReader(
                disk.description(chain.top().createType(), capacityBytes),
                VmdkDisk.of(chain),
                new OvaDiskReader.Archived(disk, DiskFacts.of(chain).and(disk.oddities(capacityBytes))));
    }

    private static DiskReader gzipped(ArchivedDisk disk) throws InterruptedException {
        try (GzipStream unpacked = new GzipStream(disk.reading(), disk.name());
                GrainStream stream = GrainStream.open(unpacked, disk.name())) {
            VmdkDescriptor descriptor = stream.descriptor();
            long capacityBytes = descriptor.capacityBytes();
            return new GzippedDiskReader(
                    disk.description(descriptor.createType() + " gzip", capacityBytes),
                    disk,
                    DiskFacts.of(descriptor).and(disk.oddities(capacityBytes)));
        }
    }
}
