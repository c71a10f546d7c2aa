package io.github.migrationconnector.api.connectivity;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Walks to each endpoint, step by step, and says where it breaks. */
@ProviderType
public interface ConnectivityCheck {
    /**
     * To everything that this connector has to reach as it is set up; empty when nothing is. It takes as long as the time
     * limits of the steps: half a minute when all are silent.
     */
    List<ConnectivityReport> check();

    /** To one endpoint, which may be of settings that are not in force. */
    ConnectivityReport check(ReachedEndpoint endpoint);
}
