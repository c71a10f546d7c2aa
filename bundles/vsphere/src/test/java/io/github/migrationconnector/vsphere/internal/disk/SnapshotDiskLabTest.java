package io.github.migrationconnector.vsphere.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.source.StrictSink;
import io.github.migrationconnector.api.vmsnapshot.ChangedAreas;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.lab.ActiveFault;
import io.github.migrationconnector.lab.Fault;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabExtension;
import io.github.migrationconnector.lab.LabVcenter;
import io.github.migrationconnector.lab.LabVcenter.Content.Seeded;
import io.github.migrationconnector.lab.LabVcenterEndpoint;
import io.github.migrationconnector.vsphere.internal.fake.FixedConnection;
import io.github.migrationconnector.vsphere.internal.fake.LabSessions;
import io.github.migrationconnector.vsphere.internal.session.VcenterSessions;
import io.github.migrationconnector.vsphere.internal.snapshot.VcenterSnapshots;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LabExtension.class)
class SnapshotDiskLabTest {
    private static final int MIB = 1 << 20;
    private static final int BLOCK = 64 << 10;
    private static final int SIZE = 24 * MIB + 512;

    private final Lab lab;
    private final FixedConnection connection;
    private final VcenterSessions sessions;
    private final VcenterSnapshots snapshots;
    private final VcenterDiskSource source;

    SnapshotDiskLabTest(Lab lab) {
        this.lab = lab;
        this.connection = LabSessions.connection(lab, LabVcenterEndpoint.CONNECTOR);
        this.sessions = connection.sessions();
        this.snapshots = new VcenterSnapshots(sessions);
        this.source = new VcenterDiskSource(sessions);
    }

    @AfterEach
    void close() {
        source.deactivate();
        sessions.deactivate();
    }

    private LabVcenter.Vm vm(String name) {
        return lab.vcenter().addVm(name, "bios", List.of(new Seeded(SIZE, Math.abs((long) name.hashCode()), true)));
    }

    private static byte[] read(DiskReader reader, List<Extent> areas) throws InterruptedException {
        StrictSink sink = new StrictSink((int) reader.description().capacityBytes(), 1 << 20, true);
        reader.forEachExtent(areas, sink);
        sink.finish();
        return sink.content();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static List<String> blocks(byte[] content) throws Exception {
        List<String> digests = new ArrayList<>();
        for (int at = 0; at < content.length; at += BLOCK) {
            digests.add(sha256(Arrays.copyOfRange(content, at, at + BLOCK)));
        }
        return digests;
    }

    private static Problem problemOf(ThrowingCallable call) {
        return catchThrowableOfType(ConnectorException.class, call).problem();
    }

    /** A full read, guest writes, then the increment: after both, what was read is what the lab's model froze. */
    @Test
    void readsAFullAndAnIncrementalCopyRight() throws Exception {
        LabVcenter.Vm vm = vm("disk-scenario");
        int key = vm.disks().get(0).key();
        snapshots.enableChangeTracking(vm.id());
        VmSnapshot first = snapshots.create(vm.id(), "connector-full", false);
        // the guest goes on; the frozen disk must not
        lab.vcenter().write(vm.name(), key, 12_345, "after the snapshot".getBytes(StandardCharsets.UTF_8));
        byte[] copy;
        try (DiskReader reader = source.open(first.disks().get(0).source())) {
            assertThat(reader.description().identity())
                    .containsEntry("vmSnapshot", first.id())
                    .containsEntry("diskUuid", vm.disks().get(0).uuid());
            assertThat(reader.description().files()).singleElement().satisfies(file -> assertThat(file.path())
                    .endsWith("-flat.vmdk"));
            copy = read(reader, reader.wholeDisk());
        }
        assertThat(blocks(copy)).isEqualTo(lab.vcenter().frozenDigests(first.id(), key, BLOCK));
        snapshots.remove(vm.id(), first.id());

        Random random = new Random(7);
        for (int i = 0; i < 12; i++) {
            byte[] bytes = new byte[1 + random.nextInt(9_000)];
            random.nextBytes(bytes);
            lab.vcenter().write(vm.name(), key, random.nextInt(SIZE - bytes.length), bytes);
        }
        lab.vcenter().writeZeros(vm.name(), key, 5 * MIB + 17, 200_000);
        lab.vcenter().write(vm.name(), key, SIZE - 1, new byte[] {42});

        VmSnapshot second = snapshots.create(vm.id(), "connector-increment", false);
        ChangedAreas.Known changed = (ChangedAreas.Known)
                snapshots.changedAreas(second, key, first.disks().get(0).changeId());
        assertThat(changed.areas().stream().mapToLong(Extent::lengthBytes).sum())
                .isBetween(1L, SIZE / 2L);
        try (DiskReader reader = source.open(second.disks().get(0).source())) {
            byte[] increment = read(reader, changed.areas());
            for (Extent area : changed.areas()) {
                System.arraycopy(
                        increment, (int) area.offsetBytes(), copy, (int) area.offsetBytes(), (int) area.lengthBytes());
            }
        }
        assertThat(blocks(copy)).isEqualTo(lab.vcenter().frozenDigests(second.id(), key, BLOCK));
        snapshots.remove(vm.id(), second.id());
    }

    @Test
    void readsTheSameIdentityWhenOpenedAgain() {
        LabVcenter.Vm vm = vm("disk-identity");
        VmSnapshot snapshot = snapshots.create(vm.id(), "connector-identity", false);
        SourceAddress address = snapshot.disks().get(0).source();
        try (DiskReader first = source.open(address);
                DiskReader second = source.open(address)) {
            assertThat(second.description()).isEqualTo(first.description());
        }
        snapshots.remove(vm.id(), snapshot.id());
    }

    @Test
    void goesOnWhenTheSessionEndsWhileItReads() throws Exception {
        LabVcenter.Vm vm = vm("disk-expiry");
        VmSnapshot snapshot = snapshots.create(vm.id(), "connector-expiry", false);
        try (DiskReader reader = source.open(snapshot.disks().get(0).source())) {
            StrictSink sink = new StrictSink(SIZE, 1 << 20, true).atFirstCall(lab.vcenter()::expireSessions);
            reader.forEachExtent(reader.wholeDisk(), sink);
            sink.finish();
            assertThat(blocks(sink.content()))
                    .isEqualTo(lab.vcenter()
                            .frozenDigests(snapshot.id(), vm.disks().get(0).key(), BLOCK));
        }
        snapshots.remove(vm.id(), snapshot.id());
    }

    @Test
    void triesAgainWhenAnswersFailInWaysThatPass() throws Exception {
        LabVcenter.Vm vm = vm("disk-trouble");
        VmSnapshot snapshot = snapshots.create(vm.id(), "connector-trouble", false);
        List<String> frozen =
                lab.vcenter().frozenDigests(snapshot.id(), vm.disks().get(0).key(), BLOCK);
        List<Fault.Action> troubles = List.of(
                new Fault.Action.Refuse(503, "", "too many sessions"),
                new Fault.Action.Refuse(500, "", "locked"),
                new Fault.Action.Refuse(401, "", "login"),
                new Fault.Action.Refuse(500, "ShortBody", ""),
                new Fault.Action.Drop(),
                new Fault.Action.DropAfter());
        for (Fault.Action trouble : troubles) {
            try (DiskReader reader = source.open(snapshot.disks().get(0).source());
                    ActiveFault fault =
                            lab.faults().inject(new Fault("folder", "GET", Map.of("vm", vm.name()), 2, 3, trouble))) {
                assertThat(blocks(read(reader, reader.wholeDisk())))
                        .as("%s", trouble)
                        .isEqualTo(frozen);
                assertThat(fault.hits()).isEqualTo(3);
            }
        }
        snapshots.remove(vm.id(), snapshot.id());
    }

    @Test
    void doesNotTakeAWholeFileForARange() {
        LabVcenter.Vm vm = vm("disk-ignored");
        VmSnapshot snapshot = snapshots.create(vm.id(), "connector-ignored", false);
        try (DiskReader reader = source.open(snapshot.disks().get(0).source());
                ActiveFault fault = lab.faults()
                        .inject(Fault.always("folder", "GET", new Fault.Action.Refuse(500, "RangeIgnored", ""))
                                .where("vm", vm.name()))) {
            assertThat(problemOf(() -> read(reader, reader.wholeDisk())).code()).isEqualTo("DATASTORE_ANSWER_WRONG");
            assertThat(fault.hits()).isPositive();
        }
        snapshots.remove(vm.id(), snapshot.id());
    }

    @Test
    void tellsThatTheMachineVanishedWhileItRead() {
        LabVcenter.Vm vm = vm("disk-vanished");
        VmSnapshot snapshot = snapshots.create(vm.id(), "connector-vanished", false);
        try (DiskReader reader = source.open(snapshot.disks().get(0).source())) {
            StrictSink sink = new StrictSink(SIZE, 1 << 20, true)
                    .atFirstCall(() -> lab.vcenter().deleteVm(vm.name()));
            assertThat(problemOf(() -> reader.forEachExtent(reader.wholeDisk(), sink))
                            .code())
                    .isEqualTo("VM_GONE");
        }
    }

    @Test
    void theComparisonNoticesASingleWrongBit() throws Exception {
        LabVcenter.Vm vm = vm("disk-planted");
        int key = vm.disks().get(0).key();
        VmSnapshot snapshot = snapshots.create(vm.id(), "connector-planted", false);
        try (DiskReader reader = source.open(snapshot.disks().get(0).source())) {
            byte[] copy = read(reader, reader.wholeDisk());
            assertThat(blocks(copy)).isEqualTo(lab.vcenter().frozenDigests(snapshot.id(), key, BLOCK));
            copy[SIZE - 1] ^= 1;
            assertThat(blocks(copy)).isNotEqualTo(lab.vcenter().frozenDigests(snapshot.id(), key, BLOCK));
        }
        snapshots.remove(vm.id(), snapshot.id());
    }

    @Test
    void noticesThatTheSnapshotWasRemovedWhileItRead() {
        LabVcenter.Vm vm = vm("disk-removed");
        VmSnapshot snapshot = snapshots.create(vm.id(), "connector-removed", false);
        try (DiskReader reader = source.open(snapshot.disks().get(0).source())) {
            StrictSink sink =
                    new StrictSink(SIZE, 1 << 20, true).atFirstCall(() -> snapshots.remove(vm.id(), snapshot.id()));
            assertThat(problemOf(() -> reader.forEachExtent(reader.wholeDisk(), sink))
                            .code())
                    .isEqualTo("SOURCE_CHANGED");
        }
    }

    @Test
    void refusesAChainWithDeltasAndSaysWhatToDo() {
        LabVcenter.Vm vm = vm("disk-deltas");
        VmSnapshot older = snapshots.create(vm.id(), "connector-older", false);
        lab.vcenter().write(vm.name(), vm.disks().get(0).key(), 0, new byte[] {1});
        VmSnapshot younger = snapshots.create(vm.id(), "connector-younger", false);
        Problem problem = problemOf(() -> source.open(younger.disks().get(0).source()));
        assertThat(problem.code()).isEqualTo("DISK_HAS_DELTAS");
        assertThat(problem.fix()).contains("snapshots");
        try (DiskReader reader = source.open(older.disks().get(0).source())) {
            assertThat(reader.description().capacityBytes()).isEqualTo(SIZE);
        }
        snapshots.remove(vm.id(), younger.id());
        snapshots.remove(vm.id(), older.id());
    }

    @Test
    void readsAMachineAsItIsAndLeavesNoSnapshot() throws Exception {
        LabVcenter.Vm vm = vm("disk-machine");
        String live = lab.vcenter().liveSha256(vm.name(), vm.disks().get(0).key());
        for (String disk : List.of("", "#1", "#" + vm.disks().get(0).key())) {
            try (DiskReader reader = source.open(new SourceAddress("vsphere", vm.name() + disk))) {
                assertThat(snapshots.owned())
                        .anyMatch(snapshot -> snapshot.vmId().equals(vm.id()));
                assertThat(sha256(read(reader, reader.wholeDisk()))).isEqualTo(live);
            }
            assertThat(snapshots.owned()).noneMatch(snapshot -> snapshot.vmId().equals(vm.id()));
        }
        assertThat(problemOf(() -> source.open(new SourceAddress("vsphere", vm.name() + "#2")))
                        .code())
                .isEqualTo("DISK_NOT_THERE");
        assertThat(problemOf(() -> source.open(new SourceAddress("vsphere", "nobody")))
                        .code())
                .isEqualTo("VM_NOT_FOUND");
        assertThat(snapshots.owned()).noneMatch(snapshot -> snapshot.vmId().equals(vm.id()));
    }

    /** The sink sees bytes in order while several ranges are under way, and a stop by the sink ends all of them. */
    @Test
    void stopsInTheMiddle() {
        LabVcenter.Vm vm = vm("disk-stop");
        VmSnapshot snapshot = snapshots.create(vm.id(), "connector-stop", false);
        try (DiskReader reader = source.open(snapshot.disks().get(0).source())) {
            ExtentSink stopping = new ExtentSink() {
                @Override
                public ByteBuffer room(long offsetBytes, long lengthBytes) throws InterruptedException {
                    if (offsetBytes >= 5 * MIB) {
                        throw new InterruptedException("enough");
                    }
                    return ByteBuffer.allocate((int) lengthBytes);
                }

                @Override
                public void zeros(long offsetBytes, long lengthBytes) {}
            };
            assertThat(catchThrowableOfType(
                            InterruptedException.class, () -> reader.forEachExtent(reader.wholeDisk(), stopping)))
                    .hasMessage("enough");
        }
        snapshots.remove(vm.id(), snapshot.id());
    }
}
