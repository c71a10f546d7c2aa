package io.github.migrationconnector.api.target;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The EBS snapshots that a connector's runs made, by the tags that they bear from their first moment on. */
@ProviderType
public interface OwnedSnapshots {
    /** The tag that names the connector. */
    String CONNECTOR_TAG = "connector:id";

    /** The tag that names the run. */
    String RUN_TAG = "connector:run";

    /** All of them, whatever their state, in no order. */
    List<OwnedSnapshot> of(String connectorId);
}
