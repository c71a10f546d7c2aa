package io.github.migrationconnector.vsphere.internal.snapshot;

import com.vmware.vim25.ManagedObjectNotFound;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.NoPermission;
import com.vmware.vim25.NotAuthenticated;
import com.vmware.vim25.VirtualMachineConfigSpec;
import com.vmware.vim25.VirtualMachineSnapshotTree;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.vmsnapshot.ChangeTracking;
import io.github.migrationconnector.api.vmsnapshot.ChangedAreas;
import io.github.migrationconnector.api.vmsnapshot.SnapshotDisk;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import io.github.migrationconnector.vsphere.internal.property.ObjectProperties;
import io.github.migrationconnector.vsphere.internal.property.PropertyRetrieval;
import io.github.migrationconnector.vsphere.internal.property.TaskWait;
import io.github.migrationconnector.vsphere.internal.session.References;
import io.github.migrationconnector.vsphere.internal.session.VcenterSession;
import io.github.migrationconnector.vsphere.internal.session.VcenterSessions;
import io.github.migrationconnector.vsphere.internal.session.VimCall;
import io.github.migrationconnector.vsphere.internal.soap.VimFaultException;
import java.rmi.RemoteException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Snapshots by vCenter's tasks. Never with memory, never with their children (correctness rule 4). */
@Component
public final class VcenterSnapshots implements VmSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(VcenterSnapshots.class);
    private static final String DESCRIPTION = "Made by the Server Migration Connector, which removes it after its run.";
    private static final Duration LONGEST_CHANGE = Duration.ofMinutes(30);
    /** Merging what was written meanwhile may take hours. */
    private static final Duration LONGEST_REMOVAL = Duration.ofHours(12);

    private final VcenterSessions sessions;

    @Activate
    public VcenterSnapshots(@Reference VcenterSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public ChangeTracking enableChangeTracking(String vmId) {
        VcenterSession session = sessions.session();
        ManagedObjectReference vm = References.virtualMachine(vmId);
        ObjectProperties machine = session.call((vim, login) -> new PropertyRetrieval(vim, login)
                .of(
                        vm,
                        List.of(
                                "config.changeTrackingEnabled",
                                "capability.changeTrackingSupported",
                                SnapshotReading.SNAPSHOTS)));
        if (machine.isTrue("config.changeTrackingEnabled")) {
            return new ChangeTracking.On();
        }
        if (!machine.get("capability.changeTrackingSupported", Boolean.class).orElse(true)) {
            return new ChangeTracking.Off(
                    "the virtual hardware does not support change tracking; upgrade it to version 7 or later");
        }
        if (machine.values().containsKey(SnapshotReading.SNAPSHOTS)) {
            // what is tracked then is not right: VMware KB 1020128
            return new ChangeTracking.Off(
                    "change tracking can't be switched on while there are snapshots; delete them first");
        }
        return switchOn(session, vm);
    }

    private static ChangeTracking switchOn(VcenterSession session, ManagedObjectReference vm) {
        VirtualMachineConfigSpec spec = new VirtualMachineConfigSpec();
        spec.setChangeTrackingEnabled(true);
        try {
            ManagedObjectReference task = session.attempt((vim, login) -> vim.reconfigVM_Task(vm, spec));
            TaskWait.await(session, task, LONGEST_CHANGE);
            return new ChangeTracking.On();
        } catch (VimFaultException e) {
            if (e.is(ManagedObjectNotFound.class) || e.is(NotAuthenticated.class)) {
                throw session.problems().of(e);
            }
            String why = e.fault() instanceof NoPermission missing
                    ? "the user lacks " + missing.getPrivilegeId() + "; add it to its role"
                    : "vCenter refused to switch change tracking on, " + e.name() + ": " + e.getMessage();
            LOG.info("{}: {}", vm.getVal(), why);
            return new ChangeTracking.Off(why);
        } catch (RemoteException e) {
            throw session.problems().of(e);
        }
    }

    @Override
    public VmSnapshot create(String vmId, String name, boolean quiesce) {
        requireOurs(name);
        VcenterSession session = sessions.session();
        ManagedObjectReference vm = References.virtualMachine(vmId);
        ManagedObjectReference snapshot = run(
                        session,
                        LONGEST_CHANGE,
                        (vim, login) -> vim.createSnapshot_Task(vm, name, DESCRIPTION, false, quiesce))
                .get("info.result", ManagedObjectReference.class)
                .orElseThrow(() -> absent(name).asException());
        LOG.info("took snapshot {} {} of {}", snapshot.getVal(), name, vmId);
        return find(vmId, name)
                .filter(found -> found.id().equals(snapshot.getVal()))
                .orElseThrow(() -> absent(name).asException());
    }

    private static Problem absent(String name) {
        return Problem.passing(
                "VM_SNAPSHOT_ABSENT",
                "vCenter says that it took the snapshot " + name + ", but does not show it",
                "Look at the virtual machine's snapshots in vCenter.");
    }

    private static void requireOurs(String name) {
        if (!name.startsWith(NAME_PREFIX)) {
            throw new IllegalArgumentException("a name of ours begins with " + NAME_PREFIX + ": " + name);
        }
    }

    private static ObjectProperties run(
            VcenterSession session, Duration atMost, VimCall<ManagedObjectReference> start) {
        try {
            return TaskWait.await(session, session.attempt(start), atMost);
        } catch (RemoteException e) {
            throw session.problems().of(e);
        }
    }

    @Override
    public Optional<VmSnapshot> find(String vmId, String name) {
        requireOurs(name);
        VcenterSession session = sessions.session();
        try {
            return session.attempt((vim, login) -> {
                SnapshotReading reading = new SnapshotReading(vim, login);
                List<VirtualMachineSnapshotTree> named = reading.of(References.virtualMachine(vmId)).stream()
                        .filter(snapshot -> name.equals(snapshot.getName()))
                        .toList();
                return reading.described(named).stream().findFirst();
            });
        } catch (VimFaultException e) {
            if (e.is(ManagedObjectNotFound.class)) {
                return Optional.empty();
            }
            throw session.problems().of(e);
        } catch (RemoteException e) {
            throw session.problems().of(e);
        }
    }

    @Override
    public List<VmSnapshot> owned() {
        return sessions.session().call((vim, login) -> {
            SnapshotReading reading = new SnapshotReading(vim, login);
            return reading.described(reading.ours());
        });
    }

    @Override
    public void remove(String vmId, String snapshotId) {
        VcenterSession session = sessions.session();
        ManagedObjectReference reference = References.snapshot(snapshotId);
        try {
            List<VirtualMachineSnapshotTree> all = session.attempt(
                    (vim, login) -> new SnapshotReading(vim, login).of(References.virtualMachine(vmId)));
            Optional<VirtualMachineSnapshotTree> snapshot = all.stream()
                    .filter(each -> each.getSnapshot().getVal().equals(snapshotId))
                    .findFirst();
            if (snapshot.isEmpty()) {
                return;
            }
            if (!SnapshotReading.isOurs(snapshot.get())) {
                throw Problem.fatal(
                                "SNAPSHOT_NOT_OURS",
                                "The snapshot " + snapshot.get().getName() + " is not the connector's",
                                "Remove it in vCenter.")
                        .asException();
            }
            // whether disks are consolidated is left to the API's default
            TaskWait.await(
                    session,
                    session.attempt((vim, login) -> vim.removeSnapshot_Task(reference, false, null)),
                    LONGEST_REMOVAL);
            LOG.info("removed snapshot {} {} of {}", snapshotId, snapshot.get().getName(), vmId);
        } catch (VimFaultException e) {
            if (!e.is(ManagedObjectNotFound.class)) {
                throw session.problems().of(e);
            }
            LOG.debug("snapshot {} of {} is gone already", snapshotId, vmId);
        } catch (RemoteException e) {
            throw session.problems().of(e);
        }
    }

    @Override
    public ChangedAreas changedAreas(VmSnapshot snapshot, int diskKey, String sinceChangeId) {
        SnapshotDisk disk = snapshot.disks().stream()
                .filter(each -> each.key() == diskKey)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("the snapshot " + snapshot.id() + " has no disk " + diskKey));
        ChangedAreasQuery query = new ChangedAreasQuery(snapshot, disk, sinceChangeId);
        Optional<ChangedAreas.Unknown> hopeless = query.hopeless();
        if (hopeless.isPresent()) {
            return hopeless.get();
        }
        return sessions.session().call((vim, login) -> query.ask(vim));
    }
}
