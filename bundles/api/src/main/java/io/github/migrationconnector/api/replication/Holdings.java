package io.github.migrationconnector.api.replication;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What would be left without an owner if the connector let go of vCenter or AWS now. */
@ProviderType
public interface Holdings {
    /** One for each run that has not ended or has left something; empty when nothing is held. */
    List<Holding> holdings();
}
