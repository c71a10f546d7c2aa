package io.github.migrationconnector.vsphere.internal.inventory;

import com.vmware.vim25.EntityPrivilege;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.PrivilegeAvailability;
import com.vmware.vim25.VimPortType;
import io.github.migrationconnector.api.connection.DatacenterPrivileges;
import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.connection.VcenterPrivilege;
import io.github.migrationconnector.vsphere.internal.property.ObjectProperties;
import io.github.migrationconnector.vsphere.internal.property.PropertyRetrieval;
import io.github.migrationconnector.vsphere.internal.session.LoggedIn;
import io.github.migrationconnector.vsphere.internal.session.VcenterSession;
import java.rmi.RemoteException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a session's user may do in each datacenter that it sees. Source: vSphere Web Services API,
 * AuthorizationManager.HasPrivilegeOnEntities.
 */
final class SessionExamination {
    private static final String DATACENTER = "Datacenter";

    private final VcenterSession session;

    SessionExamination(VcenterSession session) {
        this.session = session;
    }

    VcenterExamination examine() {
        return session.call((vim, loggedIn) -> new VcenterExamination(
                SoapVcenterCheck.identity(loggedIn.content().getAbout()), datacenters(vim, loggedIn)));
    }

    private static List<DatacenterPrivileges> datacenters(VimPortType vim, LoggedIn loggedIn) throws RemoteException {
        List<ObjectProperties> objects = new PropertyRetrieval(vim, loggedIn).ofEstate(InventoryPaths.ANCESTORS);
        InventoryPaths paths = new InventoryPaths(objects);
        List<ObjectProperties> datacenters = objects.stream()
                .filter(object -> object.ref().getType().equals(DATACENTER))
                .toList();
        if (datacenters.isEmpty()) {
            return List.of();
        }
        Map<String, Set<String>> granted = granted(
                vim, loggedIn, datacenters.stream().map(ObjectProperties::ref).toArray(ManagedObjectReference[]::new));
        return datacenters.stream()
                .map(datacenter -> {
                    String id = datacenter.ref().getVal();
                    Set<String> own = granted.getOrDefault(id, Set.of());
                    return new DatacenterPrivileges(
                            id,
                            paths.pathOf(datacenter),
                            those(privilege -> privilege.needed() && !own.contains(privilege.id())),
                            those(privilege -> !privilege.needed() && !own.contains(privilege.id())),
                            those(privilege -> own.contains(privilege.id())));
                })
                .sorted(Comparator.comparing(DatacenterPrivileges::path))
                .toList();
    }

    private static List<VcenterPrivilege> those(Predicate<VcenterPrivilege> wanted) {
        return Arrays.stream(VcenterPrivilege.values()).filter(wanted).toList();
    }

    private static Map<String, Set<String>> granted(
            VimPortType vim, LoggedIn loggedIn, ManagedObjectReference... entities) throws RemoteException {
        EntityPrivilege[] answers = vim.hasPrivilegeOnEntities(
                loggedIn.content().getAuthorizationManager(),
                entities,
                loggedIn.sessionKey(),
                Arrays.stream(VcenterPrivilege.values())
                        .map(VcenterPrivilege::id)
                        .toArray(String[]::new));
        Map<String, Set<String>> granted = new HashMap<>();
        for (EntityPrivilege answer : answers) {
            Set<String> own = granted.computeIfAbsent(answer.getEntity().getVal(), id -> new HashSet<>());
            for (PrivilegeAvailability privilege : answer.getPrivAvailability()) {
                if (privilege.isIsGranted()) {
                    own.add(privilege.getPrivId());
                }
            }
        }
        return granted;
    }
}
