package io.github.migrationconnector.vsphere.internal.disk;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskFile;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.vmdk.DescriptorParser;
import io.github.migrationconnector.vmdk.ExtentType;
import io.github.migrationconnector.vmdk.VmdkDescriptor;
import io.github.migrationconnector.vmdk.VmdkExtent;
import io.github.migrationconnector.vsphere.internal.session.VcenterSession;
import io.github.migrationconnector.vsphere.internal.snapshot.SnapshotDiskAddress;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens frozen disks: resolves the chain, reads its descriptor, and refuses what can't be read right. */
final class SnapshotDiskOpener {
    private final EventLoopGroup loops;
    private final FileClient.Limits limits;
    private final Duration watchInterval;
    private final ReadAhead readAhead;

    SnapshotDiskOpener(EventLoopGroup loops, FileClient.Limits limits, Duration watchInterval, ReadAhead readAhead) {
        this.loops = loops;
        this.limits = limits;
        this.watchInterval = watchInterval;
        this.readAhead = readAhead;
    }

    /**
     * Opens one.
     *
     * @param whenClosed is run when the reader is closed; not when this fails
     */
    DiskReader open(VcenterSession session, SnapshotDiskAddress address, Runnable whenClosed) {
        FrozenDiskFinder finder = new FrozenDiskFinder(session, address);
        FrozenDisk disk = finder.find();
        if (disk.chain().size() > 1) {
            throw Problem.fatal(
                            "DISK_HAS_DELTAS",
                            "The frozen disk " + address.diskKey() + " of " + address.vmId() + " is a chain of "
                                    + disk.chain().size() + " files, because there are older snapshots",
                            "Delete the virtual machine's older snapshots, or consolidate its disks, and try again.")
                    .asException();
        }
        ChainWatch watch = new ChainWatch(finder::find, disk, watchInterval);
        DatastoreFiles files = new DatastoreFiles(new FileClient(loops, session, limits), disk.datacenterPath(), watch);
        boolean opened = false;
        try {
            DiskReader reader = read(disk, files, watch, whenClosed);
            opened = true;
            return reader;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("SOURCE_STOPPED", "Stopped while the disk was being opened", "", Retry.ON_RESUME)
                    .asException(e);
        } finally {
            if (!opened) {
                files.close();
            }
        }
    }

    private DiskReader read(FrozenDisk disk, DatastoreFiles files, ChainWatch watch, Runnable whenClosed)
            throws InterruptedException {
        try {
            DatastorePath path = disk.chain().get(0).descriptor();
            VmdkDescriptor descriptor = DescriptorParser.parse(files.whole(path, DescriptorParser.MAX_BYTES));
            // refuses what has a parent, or other extents than flat ones
            descriptor.requireFlat();
            if (descriptor.capacityBytes() != disk.capacityBytes()) {
                throw Problem.fatal(
                                "DISK_SIZE_ODD",
                                path + " describes " + descriptor.capacityBytes() + " bytes, the snapshot says "
                                        + disk.capacityBytes(),
                                "Consolidate the virtual machine's disks in vCenter.")
                        .asException();
            }
            DiskLayout layout = layout(path, descriptor, files);
            return new SnapshotDiskReader(
                    description(disk, descriptor, layout), layout, files, watch, readAhead, whenClosed);
        } catch (ConnectorException e) {
            throw watch.explained(e);
        }
    }

    private static DiskLayout layout(DatastorePath path, VmdkDescriptor descriptor, DatastoreFiles files)
            throws InterruptedException {
        List<DiskLayout.Place> places = new ArrayList<>();
        long offset = 0;
        for (VmdkExtent extent : descriptor.extents()) {
            Extent place = new Extent(offset, extent.sizeBytes());
            places.add(new DiskLayout.Place(place, stored(path, extent, files)));
            offset = place.endBytes();
        }
        return new DiskLayout(places);
    }

    private static Optional<FileRange> stored(DatastorePath path, VmdkExtent extent, DatastoreFiles files)
            throws InterruptedException {
        if (extent.type() == ExtentType.ZERO) {
            return Optional.empty();
        }
        DatastorePath file;
        try {
            file = path.sibling(extent.fileName());
        } catch (IllegalArgumentException e) {
            throw Problem.fatal(
                            "DISK_FORMAT_UNSUPPORTED",
                            path + " has its bytes elsewhere: " + extent.fileName(),
                            "Move the disk to a VMFS or NFS datastore by Storage vMotion.")
                    .asException(e);
        }
        long size = files.size(file);
        Extent bytes = new Extent(extent.offsetBytes(), extent.sizeBytes());
        if (size < bytes.endBytes()) {
            throw Problem.fatal(
                            "DISK_SIZE_ODD",
                            file + " has " + size + " bytes, its descriptor says " + bytes.endBytes(),
                            "Consolidate the virtual machine's disks in vCenter.")
                    .asException();
        }
        return Optional.of(new FileRange(file, size, bytes));
    }

    /** All of correctness rule 1 that the source knows. */
    private static DiskDescription description(FrozenDisk disk, VmdkDescriptor descriptor, DiskLayout layout) {
        Map<String, String> identity = new HashMap<>();
        identity.put("vcenter", disk.vcenter());
        identity.put("vm", disk.address().vmId());
        identity.put("vmSnapshot", disk.address().snapshotId());
        identity.put("deviceKey", Integer.toString(disk.address().diskKey()));
        identity.put("diskUuid", disk.uuid());
        String contentId = "%08x/%08x".formatted(descriptor.contentId(), descriptor.parentContentId());
        List<DiskFile> chain = new ArrayList<>();
        for (DiskLayout.Place place : layout.places()) {
            place.stored()
                    .ifPresent(range -> chain.add(
                            new DiskFile(range.file().toString(), "vmfs-flat", range.sizeBytes(), contentId)));
        }
        return new DiskDescription("vSphere snapshot", disk.capacityBytes(), identity, chain);
    }
}
