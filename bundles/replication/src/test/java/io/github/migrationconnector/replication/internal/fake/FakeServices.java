package io.github.migrationconnector.replication.internal.fake;

import io.github.migrationconnector.api.image.ImageRegistrar;
import io.github.migrationconnector.api.image.ImageSpec;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.inventory.VmDisk;
import io.github.migrationconnector.api.power.VmPower;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.target.AccountDefaults;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.OwnedSnapshot;
import io.github.migrationconnector.api.target.OwnedSnapshots;
import io.github.migrationconnector.api.target.SnapshotReader;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotTarget.Snapshots;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.api.target.TargetAccount;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import io.github.migrationconnector.replication.internal.phase.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All services of a world, as one life of the daemon sees them. */
record FakeServices(World world, Life life, Transfers transfers) implements Services {
    @Override
    public Inventory inventory() {
        return new FakeInventory();
    }

    @Override
    public VmSnapshots vmSnapshots() {
        return new FakeVmSnapshots(world, life);
    }

    @Override
    public VmPower power() {
        return new FakePower();
    }

    private final class FakePower implements VmPower {
        @Override
        public PowerState state(String vmId) {
            return life.around("VmPower.state", () -> world.power);
        }

        @Override
        public void shutDownGuest(String vmId) {
            life.around("VmPower.shutDownGuest", () -> {
                world.trouble.at("VmPower.shutDownGuest");
                world.power = world.trouble.guestHangs ? world.power : PowerState.OFF;
            });
        }

        @Override
        public void powerOff(String vmId) {
            life.around("VmPower.powerOff", () -> {
                world.power = PowerState.OFF;
                world.plugsPulled++;
            });
        }

        @Override
        public void powerOn(String vmId) {
            life.around("VmPower.powerOn", () -> {
                world.power = PowerState.ON;
            });
        }
    }

    @Override
    public ImageRegistrar images() {
        return new FakeImages();
    }

    @Override
    public Snapshots snapshots() {
        return new FakeSnapshots();
    }

    @Override
    public OwnedSnapshots ownedSnapshots() {
        return connectorId -> life.around("OwnedSnapshots.of", () -> {
            synchronized (world) {
                return world.ebs.values().stream()
                        .filter(snapshot -> connectorId.equals(snapshot.tags.get(OwnedSnapshots.CONNECTOR_TAG)))
                        .filter(snapshot -> snapshot.tags.containsKey(OwnedSnapshots.RUN_TAG))
                        .map(snapshot -> new OwnedSnapshot(snapshot.id, snapshot.tags.get(OwnedSnapshots.RUN_TAG)))
                        .toList();
            }
        });
    }

    @Override
    public String connectorId() {
        return World.CONNECTOR;
    }

    @Override
    public TargetAccount account() {
        return () -> life.around("TargetAccount.defaults", () -> {
            world.trouble.at("TargetAccount.defaults");
            return new AccountDefaults(world.trouble.accountEncrypts);
        });
    }

    private final class FakeInventory implements Inventory {
        private Vm vm() {
            List<VmDisk> disks = world.disks.keySet().stream()
                    .map(key -> new VmDisk(
                            key,
                            "Hard disk " + (key - 1999),
                            world.capacityBytes(key),
                            world.uuids.get(key),
                            "[ds] web01/" + key + ".vmdk",
                            "persistent"))
                    .toList();
            return new Vm(
                    World.VM,
                    "web 01 (äöü)",
                    "/DC0/vm/web01",
                    world.instanceUuid,
                    PowerState.ON,
                    "debian11_64Guest",
                    Firmware.UEFI,
                    disks,
                    new Vm.Placement(world.vcenterId, "host-1"));
        }

        @Override
        public String vcenterId() {
            return life.around("Inventory.vcenterId", () -> {
                world.trouble.at("Inventory.vcenterId");
                return world.vcenterId;
            });
        }

        @Override
        public List<Vm> list() {
            return List.of(vm());
        }

        @Override
        public Optional<Vm> find(String idPathOrName) {
            return life.around("Inventory.find", () -> {
                world.trouble.at("Inventory.find");
                return Optional.of(vm())
                        .filter(vm -> !world.trouble.vmIsGone)
                        .filter(vm -> vm.id().equals(idPathOrName) || "web01".equals(idPathOrName));
            });
        }

        @Override
        public List<Finding> preflight(String vmId) {
            return life.around("Inventory.preflight", () -> world.trouble.findings);
        }
    }

    private final class FakeImages implements ImageRegistrar {
        @Override
        public String register(ImageSpec spec) {
            return life.around("ImageRegistrar.register", () -> {
                world.trouble.at("ImageRegistrar.register");
                synchronized (world) {
                    spec.disks().forEach(disk -> {
                        if (world.ebs.get(disk.snapshotId()).state != SnapshotState.COMPLETED) {
                            throw new IllegalStateException("an image of a pending snapshot");
                        }
                    });
                    world.images.putIfAbsent(spec.name(), spec);
                    world.trouble.atRegistration.run();
                    return "ami-" + spec.name().hashCode();
                }
            });
        }

        @Override
        public Optional<String> find(String name) {
            return life.around("ImageRegistrar.find", () -> {
                synchronized (world) {
                    return world.images.containsKey(name) ? Optional.of("ami-" + name.hashCode()) : Optional.empty();
                }
            });
        }

        @Override
        public List<String> madeOf(String snapshotId) {
            return life.around("ImageRegistrar.madeOf", () -> {
                synchronized (world) {
                    List<ImageSpec> listed = new ArrayList<>(world.images.values());
                    if (world.trouble.listsDeregisteredImages) {
                        listed.addAll(world.deregistered.values());
                    }
                    return listed.stream()
                            .filter(spec -> spec.disks().stream()
                                    .anyMatch(disk -> disk.snapshotId().equals(snapshotId)))
                            .map(spec -> "ami-" + spec.name().hashCode())
                            .toList();
                }
            });
        }

        @Override
        public List<String> sharedWith(String imageId) {
            return life.around("ImageRegistrar.sharedWith", () -> world.sharedWith.getOrDefault(imageId, List.of()));
        }

        @Override
        public void deregister(String imageId) {
            life.around("ImageRegistrar.deregister", () -> {
                world.trouble.at("ImageRegistrar.deregister");
                synchronized (world) {
                    world.images.entrySet().removeIf(image -> {
                        boolean same = ("ami-" + image.getKey().hashCode()).equals(imageId);
                        if (same) {
                            world.deregistered.put(image.getKey(), image.getValue());
                        }
                        return same;
                    });
                }
            });
        }
    }

    private final class FakeSnapshots implements Snapshots {
        @Override
        public SnapshotWriter start(SnapshotSpec spec) {
            throw new UnsupportedOperationException("replication does not write blocks");
        }

        @Override
        public SnapshotWriter reopen(OpenSnapshot snapshot) {
            throw new UnsupportedOperationException("replication does not write blocks");
        }

        @Override
        public Optional<SnapshotState> state(String snapshotId) {
            return life.around("Snapshots.state", () -> {
                synchronized (world) {
                    return Optional.ofNullable(world.ebs.get(snapshotId)).map(snapshot -> snapshot.state);
                }
            });
        }

        @Override
        public SnapshotReader read(String snapshotId) {
            throw new UnsupportedOperationException("replication does not read blocks");
        }

        @Override
        public void delete(String snapshotId) {
            life.around("Snapshots.delete", () -> {
                world.trouble.at("Snapshots.delete");
                synchronized (world) {
                    world.ebs.remove(snapshotId);
                }
            });
        }
    }
}
