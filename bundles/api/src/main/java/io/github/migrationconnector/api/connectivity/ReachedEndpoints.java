package io.github.migrationconnector.api.connectivity;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** What one side has to reach. Each adapter lends its own as a service; all of them are walked to. */
@ConsumerType
public interface ReachedEndpoints {
    /**
     * As the settings are now; empty when this side is not set up.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException when the settings are wrong
     */
    List<ReachedEndpoint> endpoints();
}
