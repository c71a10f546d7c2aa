package io.github.migrationconnector.api.inventory;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Reads the estate. Every call asks the source afresh. */
@ProviderType
public interface Inventory {
    /** The UUID of the vCenter that answers (AboutInfo.instanceUuid); empty when it has none, as a lone ESXi host. */
    String vcenterId();

    /** All virtual machines, templates left out, by path. */
    List<Vm> list();

    /**
     * Finds one by its id, its path, or its name.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code VM_AMBIGUOUS} when a name fits several
     */
    Optional<Vm> find(String idPathOrName);

    /** Why a VM can't be replicated, or only with a drawback; empty when all is well. Reads only. */
    List<Finding> preflight(String vmId);
}
