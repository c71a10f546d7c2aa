package io.github.migrationconnector.api.power;

import io.github.migrationconnector.api.inventory.PowerState;
import org.osgi.annotation.versioning.ProviderType;

/** Stops and starts virtual machines: of use in a cut-over alone. Each call asks the source afresh. */
@ProviderType
public interface VmPower {
    /** Code of the problem that no VMware Tools run in the guest that could shut it down. */
    String TOOLS_ABSENT = "GUEST_TOOLS_ABSENT";

    PowerState state(String vmId);

    /**
     * Asks the guest to shut down, and returns at once: it is off when {@link #state} says so. No error when it is off.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@link #TOOLS_ABSENT}; {@code
     *     VCENTER_PRIVILEGE_MISSING} or its like without {@code VirtualMachine.Interact.PowerOff}
     */
    void shutDownGuest(String vmId);

    /** As pulling the plug. Waits for it; no error when it is off. */
    void powerOff(String vmId);

    /** Waits for it; no error when it is on. */
    void powerOn(String vmId);
}
