package io.github.migrationconnector.vsphere.internal.inventory;

import com.vmware.vim25.EntityPrivilege;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.PrivilegeAvailability;
import com.vmware.vim25.VimPortType;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Finding.Severity;
import io.github.migrationconnector.vsphere.internal.session.LoggedIn;
import java.rmi.RemoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks vCenter what the connector's user may do. Source: vSphere Web Services API, AuthorizationManager.HasPrivilegeOnEntities
 * and the required privileges of each method.
 */
final class PrivilegeCheck {
    private static final List<String> ON_MACHINE =
            List.of("VirtualMachine.State.CreateSnapshot", "VirtualMachine.State.RemoveSnapshot");
    private static final List<String> ON_DATASTORE = List.of("Datastore.Browse", "Datastore.FileManagement");
    /** Without these a run compares whole disks. */
    private static final List<String> FOR_CHANGED_AREAS =
            List.of("VirtualMachine.Config.ChangeTracking", "VirtualMachine.Provisioning.DiskRandomRead");
    /** The fifth of the classic role; reading by an export lease needs it, reading datastore files does not. */
    private static final List<String> FOR_EXPORT = List.of("VApp.Export");

    private final VimPortType vim;
    private final LoggedIn session;

    PrivilegeCheck(VimPortType vim, LoggedIn session) {
        this.vim = vim;
        this.session = session;
    }

    List<Finding> findings(ManagedObjectReference machine, List<ManagedObjectReference> datastores)
            throws RemoteException {
        List<String> ofMachine = new ArrayList<>(ON_MACHINE);
        ofMachine.addAll(FOR_CHANGED_AREAS);
        ofMachine.addAll(FOR_EXPORT);
        Set<String> missing = missing(List.of(machine), ofMachine);
        missing.addAll(missing(datastores, ON_DATASTORE));

        Set<String> needed = new TreeSet<>(missing);
        needed.removeAll(FOR_CHANGED_AREAS);
        needed.removeAll(FOR_EXPORT);
        List<Finding> findings = new ArrayList<>();
        if (!needed.isEmpty()) {
            String names = String.join(", ", needed);
            findings.add(new Finding(
                    Severity.REFUSED,
                    "PRIVILEGES_MISSING",
                    "The connector's user lacks " + names,
                    "Add " + names + " to its role, on the virtual machine and on its datastores."));
        }
        addWarning(
                findings, missing, FOR_CHANGED_AREAS, "CHANGE_TRACKING_NOT_ALLOWED", "each run reads the whole disks");
        addWarning(findings, missing, FOR_EXPORT, "EXPORT_NOT_ALLOWED", "disks can be read from datastores only");
        return findings;
    }

    private static void addWarning(
            List<Finding> findings, Set<String> missing, List<String> privileges, String code, String drawback) {
        Set<String> lacking = new TreeSet<>(privileges);
        lacking.retainAll(missing);
        if (!lacking.isEmpty()) {
            String names = String.join(", ", lacking);
            findings.add(new Finding(
                    Severity.WARNING,
                    code,
                    "The connector's user lacks " + names + ": " + drawback,
                    "Add " + names + " to its role."));
        }
    }

    private Set<String> missing(List<ManagedObjectReference> entities, List<String> privileges) throws RemoteException {
        Set<String> missing = new TreeSet<>();
        if (entities.isEmpty()) {
            return missing;
        }
        EntityPrivilege[] answers = vim.hasPrivilegeOnEntities(
                session.content().getAuthorizationManager(),
                entities.toArray(ManagedObjectReference[]::new),
                session.sessionKey(),
                privileges.toArray(String[]::new));
        for (EntityPrivilege answer : answers) {
            for (PrivilegeAvailability privilege : answer.getPrivAvailability()) {
                if (!privilege.isIsGranted()) {
                    missing.add(privilege.getPrivId());
                }
            }
        }
        return missing;
    }
}
