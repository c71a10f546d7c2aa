package io.github.migrationconnector.replication.internal.domain;

import java.util.Optional;

/** How the catalog's ids and vCenter's belong together. */
public interface ServerNames {
    /** The managed object id of a server's VM; empty when the catalog does not have it. */
    Optional<String> vmOf(String serverId);

    /** The id of a VM's server; empty when the catalog does not have it. */
    Optional<String> serverOf(String vmId);
}
