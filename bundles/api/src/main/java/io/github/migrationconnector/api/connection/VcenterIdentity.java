package io.github.migrationconnector.api.connection;

import java.util.Objects;

/**
 * What answered.
 *
 * @param product such as {@code VMware vCenter Server 8.0.2 build-22617221}
 * @param apiVersion such as {@code 8.0.2.0}
 * @param instanceUuid vCenter's own UUID
 */
public record VcenterIdentity(String product, String apiVersion, String instanceUuid) {
    public VcenterIdentity {
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(apiVersion, "apiVersion");
        Objects.requireNonNull(instanceUuid, "instanceUuid");
    }
}
