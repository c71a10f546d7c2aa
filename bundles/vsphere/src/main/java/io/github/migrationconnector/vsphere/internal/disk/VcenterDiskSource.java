package io.github.migrationconnector.vsphere.internal.disk;

import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Finding.Severity;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.inventory.VmDisk;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.vsphere.internal.inventory.VcenterInventory;
import io.github.migrationconnector.vsphere.internal.session.VcenterSessions;
import io.github.migrationconnector.vsphere.internal.snapshot.SnapshotDiskAddress;
import io.github.migrationconnector.vsphere.internal.snapshot.VcenterSnapshots;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens disks of virtual machines: {@code vsphere-snapshot:VM/SNAPSHOT/DEVICEKEY} as a snapshot froze them, and
 * {@code vsphere:VM[#DISK]} as they are now, for which it takes a snapshot that goes with the reader.
 */
@Component(
        service = DiskSource.class,
        property = {
            DiskSource.SCHEME + "=" + VcenterDiskSource.MACHINE,
            DiskSource.SCHEME + "=" + SnapshotDiskAddress.SCHEME
        })
public final class VcenterDiskSource implements DiskSource {
    static final String MACHINE = "vsphere";

    private static final Logger LOG = LoggerFactory.getLogger(VcenterDiskSource.class);
    private static final String COPY = VcenterSnapshots.NAME_PREFIX + "copy-";
    /** TLS is what costs, and two cores are what a small appliance has. */
    private static final int THREADS = 2;

    /** Enough for the way to vCenter to be full, whatever its latency; more gains nothing. */
    private static final int RANGES_OF_ONE = 6;

    /** 96 MiB, of the 256 MiB that the daemon may have outside of its heap: blocks, connections and the store need theirs. */
    private static final int RANGES = (96 << 20) / (int) SnapshotDiskReader.RANGE_BYTES;

    private static final int STOP_SECONDS = 5;

    private final VcenterSessions sessions;
    private final VcenterInventory inventory;
    private final VcenterSnapshots snapshots;
    private final EventLoopGroup loops =
            new NioEventLoopGroup(THREADS, new DefaultThreadFactory("vsphere-ranges", true));
    private final SnapshotDiskOpener opener;

    @Activate
    public VcenterDiskSource(@Reference VcenterSessions sessions) {
        this.sessions = sessions;
        this.inventory = new VcenterInventory(sessions);
        this.snapshots = new VcenterSnapshots(sessions);
        this.opener = new SnapshotDiskOpener(
                loops, FileClient.Limits.DEFAULT, ChainWatch.INTERVAL, new ReadAhead(RANGES, RANGES_OF_ONE));
    }

    @Override
    public DiskReader open(SourceAddress address) {
        if (address.scheme().equals(SnapshotDiskAddress.SCHEME)) {
            return opener.open(sessions.session(), SnapshotDiskAddress.parse(address.location()), () -> {});
        }
        return openMachine(MachineDiskName.parse(address.location()));
    }

    private DiskReader openMachine(MachineDiskName name) {
        Vm machine = inventory.find(name.vm()).orElseThrow(() -> Problem.fatal(
                        "VM_NOT_FOUND",
                        "vCenter has no virtual machine " + name.vm(),
                        "See connector inventory for those it has.")
                .asException());
        VmDisk disk = name.of(machine);
        Optional<Finding> refused = inventory.preflight(machine.id()).stream()
                .filter(finding -> finding.severity() == Severity.REFUSED)
                .findFirst();
        if (refused.isPresent()) {
            Finding why = refused.get();
            throw Problem.fatal(why.code(), machine.name() + ": " + why.message(), why.fix())
                    .asException();
        }
        VmSnapshot snapshot = snapshots.create(machine.id(), COPY + UUID.randomUUID(), false);
        boolean opened = false;
        try {
            DiskReader reader = opener.open(
                    sessions.session(),
                    new SnapshotDiskAddress(machine.id(), snapshot.id(), disk.key()),
                    () -> remove(snapshot));
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                remove(snapshot);
            }
        }
    }

    private void remove(VmSnapshot snapshot) {
        // closing is how a reader ends that was interrupted: the snapshot must go all the same
        boolean interrupted = Thread.interrupted();
        try {
            snapshots.remove(snapshot.vmId(), snapshot.id());
        } catch (ConnectorException e) {
            LOG.warn(
                    "the snapshot {} of {} could not be removed; remove it in vCenter",
                    snapshot.name(),
                    snapshot.vmId(),
                    e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Deactivate
    public void deactivate() {
        try {
            loops.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
