package io.github.migrationconnector.api.replication;

import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Vm;
import java.util.List;
import java.util.Objects;

/**
 * A server of the catalog.
 *
 * @param id {@code s-} and 17 hex digits; made of the VM's instance UUID and its vCenter's, so it stays when the VM is
 *     renamed or moved, and when the catalog is imported anew
 * @param vcenterId UUID of its vCenter
 * @param vcenterName host name of its vCenter
 * @param vm as it was seen last
 * @param jobId its job; empty when it has none
 * @param drift what changed since it was imported first, or since its job was made: {@code SERVER_RENAMED}, {@code
 *     SERVER_MOVED}, {@code SERVER_GONE}, {@code DISK_ADDED}, {@code DISK_REMOVED}, {@code DISK_GROWN}, {@code DISK_SHRUNK}
 */
public record Server(String id, String vcenterId, String vcenterName, Vm vm, String jobId, List<Finding> drift) {
    public Server {
        if (!id.matches("s-[0-9a-f]{17}")) {
            throw new IllegalArgumentException("not a server id: " + id);
        }
        Objects.requireNonNull(vcenterId, "vcenterId");
        Objects.requireNonNull(vcenterName, "vcenterName");
        Objects.requireNonNull(vm, "vm");
        Objects.requireNonNull(jobId, "jobId");
        drift = List.copyOf(drift);
    }
}
