package io.github.migrationconnector.api.connection;

import java.util.List;
import java.util.Objects;

/**
 * What the connector's user may do in one datacenter.
 *
 * @param id vCenter's own of the datacenter ({@code datacenter-3})
 * @param path folders and name: {@code /Europe/Frankfurt}
 * @param missing needed and not granted
 * @param offered not granted, and of use
 * @param granted those that it has of both kinds
 */
public record DatacenterPrivileges(
        String id,
        String path,
        List<VcenterPrivilege> missing,
        List<VcenterPrivilege> offered,
        List<VcenterPrivilege> granted) {
    public DatacenterPrivileges {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(path, "path");
        missing = List.copyOf(missing);
        offered = List.copyOf(offered);
        granted = List.copyOf(granted);
    }
}
