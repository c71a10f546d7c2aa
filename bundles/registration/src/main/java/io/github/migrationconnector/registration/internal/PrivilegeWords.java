package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.DatacenterPrivileges;
import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.connection.VcenterPrivilege;
import io.github.migrationconnector.api.registration.SetupFinding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What is said of the privileges that vCenter's user has not. */
final class PrivilegeWords {
    private PrivilegeWords() {}

    /** Needed ones first, datacenter by datacenter; then those that would bring more. */
    static List<SetupFinding> warnings(VcenterExamination found) {
        List<SetupFinding> warnings = new ArrayList<>();
        for (DatacenterPrivileges datacenter : found.datacenters()) {
            if (!datacenter.missing().isEmpty()) {
                warnings.add(SetupFinding.of(
                        "$.vcenter.user",
                        "SETUP_PRIVILEGES_LACK",
                        "In the datacenter " + datacenter.path() + " the user lacks " + names(datacenter.missing())
                                + ", so no server there can be replicated.",
                        "Add " + names(datacenter.missing())
                                + " to its role, and give the role on the datacenter with propagation.",
                        datacenter.path(),
                        names(datacenter.missing())));
            }
        }
        for (DatacenterPrivileges datacenter : found.datacenters()) {
            if (datacenter.missing().isEmpty() && !datacenter.offered().isEmpty()) {
                warnings.add(SetupFinding.of(
                        "$.vcenter.user",
                        "SETUP_PRIVILEGES_MORE",
                        "In the datacenter " + datacenter.path() + " more could be done with "
                                + datacenter.offered().stream()
                                        .map(privilege -> privilege.id() + " (" + privilege.brings() + ")")
                                        .collect(Collectors.joining(", "))
                                + ".",
                        "Add what you want to its role; nothing else needs them.",
                        datacenter.path(),
                        names(datacenter.offered())));
            }
        }
        if (found.datacenters().isEmpty()) {
            warnings.add(SetupFinding.of(
                    "$.vcenter.user",
                    "SETUP_NO_DATACENTER",
                    "The user sees no datacenter.",
                    "Give its role on a datacenter with propagation; the role needs " + needed() + ".",
                    needed()));
        }
        return warnings;
    }

    /** Whether any server can be replicated at all. */
    static boolean suffice(VcenterExamination found) {
        return found.datacenters().stream()
                .anyMatch(datacenter -> datacenter.missing().isEmpty());
    }

    static String needed() {
        return names(Arrays.stream(VcenterPrivilege.values())
                .filter(VcenterPrivilege::needed)
                .toList());
    }

    private static String names(List<VcenterPrivilege> privileges) {
        return privileges.stream().map(VcenterPrivilege::id).collect(Collectors.joining(", "));
    }
}
