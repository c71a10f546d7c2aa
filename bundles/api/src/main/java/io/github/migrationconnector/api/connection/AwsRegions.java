package io.github.migrationconnector.api.connection;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The regions that this connector knows of, without asking anyone. */
@ProviderType
public interface AwsRegions {
    /** Sorted by id; without the pseudo-regions of global services. */
    List<AwsRegion> regions();
}
