package io.github.migrationconnector.vsphere.internal.power;

import com.vmware.vim25.InvalidPowerState;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ToolsUnavailable;
import com.vmware.vim25.VirtualMachinePowerState;
import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.power.VmPower;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Power by vCenter's calls ShutdownGuest, PowerOffVM_Task and PowerOnVM_Task (vSphere Web Services API, VirtualMachine).
 * They want VirtualMachine.Interact.PowerOff and PowerOn, which the connector needs for nothing else.
 */
@Component
public final class VcenterPower implements VmPower {
    private static final Logger LOG = LoggerFactory.getLogger(VcenterPower.class);
    private static final String POWER_STATE = "runtime.powerState";
    private static final Duration LONGEST_CHANGE = Duration.ofMinutes(10);

    private final VcenterSessions sessions;

    @Activate
    public VcenterPower(@Reference VcenterSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public PowerState state(String vmId) {
        ObjectProperties machine = sessions.session().call((vim, login) -> new PropertyRetrieval(vim, login)
                .of(References.virtualMachine(vmId), List.of(POWER_STATE)));
        return machine.get(POWER_STATE, VirtualMachinePowerState.class)
                .map(VcenterPower::translated)
                // never taken for off: a cut-over would go on with a guest that runs
                .orElseThrow(() -> new Problem(
                                "VM_POWER_UNKNOWN",
                                "vCenter does not say whether the VM " + vmId + " is on",
                                "Give the connector's user the privilege System.Read on it.",
                                Retry.ON_RESUME)
                        .asException());
    }

    private static PowerState translated(VirtualMachinePowerState state) {
        return switch (state) {
            case poweredOn -> PowerState.ON;
            case poweredOff -> PowerState.OFF;
            case suspended -> PowerState.SUSPENDED;
        };
    }

    @Override
    public void shutDownGuest(String vmId) {
        VcenterSession session = sessions.session();
        ManagedObjectReference vm = References.virtualMachine(vmId);
        try {
            boolean unused = session.attempt((vim, login) -> {
                vim.shutdownGuest(vm);
                return true;
            });
            LOG.info("asked the guest of {} to shut down", vmId);
        } catch (VimFaultException e) {
            if (e.is(ToolsUnavailable.class)) {
                throw Problem.fatal(
                                TOOLS_ABSENT,
                                "VMware Tools don't run in the guest, so it can't be asked to shut down",
                                "Shut the guest down by hand, install VMware Tools, or allow the connector to power it off.")
                        .asException(e);
            }
            if (!isThere(e, VirtualMachinePowerState.poweredOff)) {
                throw session.problems().of(e);
            }
        } catch (RemoteException e) {
            throw session.problems().of(e);
        }
    }

    @Override
    public void powerOff(String vmId) {
        ManagedObjectReference vm = References.virtualMachine(vmId);
        change(vmId, VirtualMachinePowerState.poweredOff, (vim, login) -> vim.powerOffVM_Task(vm));
    }

    @Override
    public void powerOn(String vmId) {
        ManagedObjectReference vm = References.virtualMachine(vmId);
        change(vmId, VirtualMachinePowerState.poweredOn, (vim, login) -> vim.powerOnVM_Task(vm, null));
    }

    private void change(String vmId, VirtualMachinePowerState wanted, VimCall<ManagedObjectReference> start) {
        VcenterSession session = sessions.session();
        try {
            TaskWait.await(session, session.attempt(start), LONGEST_CHANGE);
            LOG.info("{} is {}", vmId, wanted);
        } catch (VimFaultException e) {
            if (!isThere(e, wanted)) {
                throw session.problems().of(e);
            }
            LOG.debug("{} was {} already", vmId, wanted);
        } catch (RemoteException e) {
            throw session.problems().of(e);
        }
    }

    /** Whether it was refused because the machine is in the wanted state: the fault's other member is the state it should be in. */
    private static boolean isThere(VimFaultException e, VirtualMachinePowerState wanted) {
        return e.fault() instanceof InvalidPowerState state && state.getExistingState() == wanted;
    }
}
