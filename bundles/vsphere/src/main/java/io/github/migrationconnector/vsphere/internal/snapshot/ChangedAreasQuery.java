package io.github.migrationconnector.vsphere.internal.snapshot;

import com.vmware.vim25.DiskChangeExtent;
import com.vmware.vim25.DiskChangeInfo;
import com.vmware.vim25.ManagedObjectNotFound;
import com.vmware.vim25.NotAuthenticated;
import com.vmware.vim25.VimPortType;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.vmsnapshot.ChangedAreas;
import io.github.migrationconnector.api.vmsnapshot.SnapshotDisk;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.vsphere.internal.session.References;
import io.github.migrationconnector.vsphere.internal.soap.VimFaultException;
import java.rmi.RemoteException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Asks what changed, page by page, and doubts the answer: whatever is not certain makes it {@link ChangedAreas.Unknown}
 * (correctness rule 5). Source: vSphere Web Services API, VirtualMachine.QueryChangedDiskAreas.
 */
final class ChangedAreasQuery {
    /** With more, reading the whole disk costs no more than keeping account of them. */
    private static final int MOST_AREAS = 2_000_000;

    private final VmSnapshot snapshot;
    private final SnapshotDisk disk;
    private final String since;

    ChangedAreasQuery(VmSnapshot snapshot, SnapshotDisk disk, String since) {
        this.snapshot = snapshot;
        this.disk = disk;
        this.since = since;
    }

    /** Why nothing needs to be asked, since the answer could not be believed. */
    Optional<ChangedAreas.Unknown> hopeless() {
        if (disk.changeId().isEmpty()) {
            return unknown("change tracking was off when the snapshot was taken");
        }
        if (since.equals(ChangeId.EVERYTHING)) {
            return Optional.empty();
        }
        Optional<ChangeId> earlier = ChangeId.parse(since);
        Optional<ChangeId> now = ChangeId.parse(disk.changeId());
        if (earlier.isEmpty() || now.isEmpty()) {
            return unknown("a change id has an unknown form");
        }
        return earlier.get().leadsTo(now.get())
                ? Optional.empty()
                : unknown("change tracking began anew since the last run (a revert, a resize, or it was reset)");
    }

    private static Optional<ChangedAreas.Unknown> unknown(String reason) {
        return Optional.of(new ChangedAreas.Unknown(reason));
    }

    /**
     * Asks.
     *
     * @throws VimFaultException when the session, the machine or the snapshot is gone; other faults make the answer unknown
     */
    ChangedAreas ask(VimPortType vim) throws RemoteException {
        try {
            return pages(vim);
        } catch (VimFaultException e) {
            if (e.is(NotAuthenticated.class) || e.is(ManagedObjectNotFound.class)) {
                throw e;
            }
            return new ChangedAreas.Unknown("vCenter answered " + e.name() + ": " + e.getMessage());
        }
    }

    private ChangedAreas pages(VimPortType vim) throws RemoteException {
        List<Extent> areas = new ArrayList<>();
        long at = 0;
        while (at < disk.capacityBytes()) {
            DiskChangeInfo page = vim.queryChangedDiskAreas(
                    References.virtualMachine(snapshot.vmId()),
                    References.snapshot(snapshot.id()),
                    disk.key(),
                    at,
                    since);
            if (page == null || page.getStartOffset() > at) {
                return new ChangedAreas.Unknown("vCenter's answer leaves a part of the disk out");
            }
            DiskChangeExtent[] changed =
                    page.getChangedArea() == null ? new DiskChangeExtent[0] : page.getChangedArea();
            Arrays.sort(changed, Comparator.comparingLong(DiskChangeExtent::getStart));
            for (DiskChangeExtent area : changed) {
                if (!add(area, areas)) {
                    return new ChangedAreas.Unknown("vCenter's answer has an area that is not on the disk");
                }
            }
            if (areas.size() > MOST_AREAS) {
                return new ChangedAreas.Unknown("there are more than " + MOST_AREAS + " changed areas");
            }
            long end = page.getStartOffset() + page.getLength();
            if (end <= at) {
                return new ChangedAreas.Unknown("vCenter's answer does not get on");
            }
            at = end;
        }
        return new ChangedAreas.Known(areas);
    }

    /** Adds an area behind those that are known, as one with what it touches; false when it is not on the disk. */
    private boolean add(DiskChangeExtent area, List<Extent> areas) {
        long start = area.getStart();
        long length = area.getLength();
        if (start < 0 || length < 0 || length > disk.capacityBytes() || start > disk.capacityBytes()) {
            return false;
        }
        long end = Math.min(start + length, disk.capacityBytes());
        if (!areas.isEmpty() && areas.get(areas.size() - 1).endBytes() >= start) {
            Extent last = areas.remove(areas.size() - 1);
            start = Math.min(start, last.offsetBytes());
            end = Math.max(end, last.endBytes());
        }
        if (end > start) {
            areas.add(new Extent(start, end - start));
        }
        // an area before the last one can only come from an answer that goes back: what it covers is kept, in order
        return areas.size() < 2 || areas.get(areas.size() - 2).endBytes() < start;
    }
}
