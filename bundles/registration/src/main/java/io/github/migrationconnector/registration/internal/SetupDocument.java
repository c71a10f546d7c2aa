package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.credential.Secret;
import java.util.Map;

/**
 * A set-up document that makes sense; whether it is true is another check.
 *
 * @param own what is about this connector alone
 * @param aws the target
 * @param vcenter the source
 */
record SetupDocument(Own own, AwsSide aws, VcenterSide vcenter) {
    /**
     * What is about this connector alone.
     *
     * @param name what the administrator calls it; empty to keep the name it has
     * @param administratorPassword empty to leave it as it is
     * @param preferences by the names of the settings; those that are left out stay as they are
     */
    record Own(String name, Secret administratorPassword, Map<String, String> preferences) {}

    /** The target. */
    record AwsSide(AwsEndpoints endpoints, AwsKeys keys, AwsRole role) {}

    /** The source; {@code paths} is where a finding points to. */
    record VcenterSide(VcenterEndpoint endpoint, Secret password, Paths paths) {}

    /** Where host and trust stand in the document: both may be written in several ways. */
    record Paths(String host, String trust) {
        static final Paths USUAL = new Paths("$.vcenter.host", "$.vcenter.fingerprint");
    }
}
