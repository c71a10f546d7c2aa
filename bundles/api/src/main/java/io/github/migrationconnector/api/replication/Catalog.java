package io.github.migrationconnector.api.replication;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The servers that vCenter had when it was asked last, under ids that stay. */
@ProviderType
public interface Catalog {
    CatalogStatus status();

    /** Begins to read vCenter afresh and returns; no error when that is under way. Jobs keep their servers. */
    void importServers();

    /** All of them, by id; none unless {@link CatalogState#AVAILABLE} or being imported again. */
    List<Server> servers();

    Optional<Server> server(String serverId);

    /** Empties the catalog. Jobs go on. */
    void delete();
}
