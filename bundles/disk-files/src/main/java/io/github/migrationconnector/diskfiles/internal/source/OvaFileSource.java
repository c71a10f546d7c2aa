package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskFile;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.diskfiles.internal.ova.OvaManifest;
import io.github.migrationconnector.diskfiles.internal.ova.OvaPackage;
import io.github.migrationconnector.diskfiles.internal.ova.OvfDisk;
import io.github.migrationconnector.vmdk.VmdkChain;
import io.github.migrationconnector.vmdk.VmdkDisk;
import io.github.migrationconnector.vmdk.VmdkLink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            DiskReader reader = reader(archive, file, contents, contents.disk(which));
            done = true;
            return reader;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    private static DiskReader reader(FileIdentity archive, FileAccess file, OvaPackage contents, OvfDisk disk)
            throws InterruptedException {
        FileSlice slice = new FileSlice(file, contents.place(disk));
        Optional<OvaManifest.Entry> digest = contents.manifest().of(disk.fileName());
        VmdkLink link = VmdkLink.open(slice, disk.fileName(), name -> {
            throw Problem.fatal(
                            "OVA_NOT_SUPPORTED",
                            "The OVA's disk " + disk.diskId() + " lies in several files.",
                            "Export it again, as OVF tools do, with one stream-optimized file a disk.")
                    .asException();
        });
        VmdkChain chain = new VmdkChain(List.of(link));
        String format = chain.top().createType();
        Map<String, String> identity = new HashMap<>(Map.of(
                "path", archive.path().toString(),
                "disk", disk.fileName(),
                "modified", archive.modified()));
        identity.put("firmware", contents.envelope().firmware());
        identity.put("guest", contents.envelope().guestOs());
        String proof =
                digest.map(entry -> entry.algorithm() + " " + entry.hex()).orElse("no manifest");
        DiskDescription description = new DiskDescription(
                "ova " + format,
                chain.top().capacityBytes(),
                identity,
                List.of(new DiskFile(archive.path() + "#" + disk.fileName(), format, slice.sizeBytes(), proof)));
        List<String> oddities = new ArrayList<>();
        if (digest.isEmpty()) {
            oddities.add("the OVA has no manifest, so nothing proves its bytes");
        }
        if (disk.capacityBytes() != chain.top().capacityBytes()) {
            oddities.add("the OVF says " + disk.capacityBytes() + " bytes, the disk has "
                    + chain.top().capacityBytes());
        }
        OvaDiskReader.Archived archived = new OvaDiskReader.Archived(
                slice, disk.fileName(), digest, archive, DiskFacts.of(chain).and(oddities));
        return new OvaDiskReader(description, VmdkDisk.of(chain), archived);
    }
}
