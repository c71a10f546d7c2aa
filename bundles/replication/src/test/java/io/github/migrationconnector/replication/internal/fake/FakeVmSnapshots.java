package io.github.migrationconnector.replication.internal.fake;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.vmsnapshot.ChangeTracking;
import io.github.migrationconnector.api.vmsnapshot.ChangedAreas;
import io.github.migrationconnector.api.vmsnapshot.SnapshotDisk;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

record FakeVmSnapshots(World world, Life life) implements VmSnapshots {
    @Override
    public ChangeTracking enableChangeTracking(String vmId) {
        return life.around("VmSnapshots.enableChangeTracking", () -> {
            world.trouble.at("VmSnapshots.enableChangeTracking");
            world.trouble.beforeSnapshot.run();
            return world.trouble.trackingOff
                    ? new ChangeTracking.Off("a snapshot of somebody else stands")
                    : new ChangeTracking.On();
        });
    }

    @Override
    public VmSnapshot create(String vmId, String name, boolean quiesce) {
        return life.around("VmSnapshots.create", () -> {
            world.trouble.at("VmSnapshots.create");
            synchronized (world) {
                world.quiesced.add(quiesce);
                return view(world.freeze(vmId, name, world.disks));
            }
        });
    }

    @Override
    public Optional<VmSnapshot> find(String vmId, String name) {
        return life.around("VmSnapshots.find", () -> {
            synchronized (world) {
                return world.vmSnapshots.values().stream()
                        .filter(frozen ->
                                frozen.vmId().equals(vmId) && frozen.name().equals(name))
                        .findFirst()
                        .map(this::view);
            }
        });
    }

    @Override
    public List<VmSnapshot> owned() {
        return life.around("VmSnapshots.owned", () -> {
            synchronized (world) {
                return world.vmSnapshots.values().stream().map(this::view).toList();
            }
        });
    }

    @Override
    public void remove(String vmId, String snapshotId) {
        life.around("VmSnapshots.remove", () -> {
            world.trouble.at("VmSnapshots.remove");
            synchronized (world) {
                world.vmSnapshots.remove(snapshotId);
            }
        });
    }

    @Override
    public ChangedAreas changedAreas(VmSnapshot snapshot, int diskKey, String sinceChangeId) {
        return life.around("VmSnapshots.changedAreas", () -> {
            synchronized (world) {
                int[] before = world.frozenByChangeId.get(sinceChangeId);
                int[] now = world.vmSnapshots.get(snapshot.id()).content().get(diskKey);
                if (world.trouble.changesUnknown || before == null) {
                    return new ChangedAreas.Unknown("the change id is of another epoch");
                }
                List<Extent> areas = new ArrayList<>();
                for (int block = 0; block < now.length; block++) {
                    if (block >= before.length || before[block] != now[block]) {
                        // a few bytes inside the block: areas are no whole blocks
                        areas.add(new Extent((long) block * World.BLOCK_BYTES + 512, 1024));
                    }
                }
                return new ChangedAreas.Known(areas);
            }
        });
    }

    private VmSnapshot view(World.FrozenVm frozen) {
        List<SnapshotDisk> disks = frozen.content().keySet().stream()
                .map(key -> new SnapshotDisk(
                        key,
                        "Hard disk " + (key - 1999),
                        world.capacityBytes(key),
                        world.uuids.get(key),
                        world.trouble.trackingOff ? "" : frozen.changeIds().get(key),
                        new SourceAddress("vsphere", frozen.id() + "#" + key)))
                .toList();
        return new VmSnapshot(frozen.vmId(), frozen.id(), frozen.name(), disks);
    }
}
