package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.credential.Secret;

/**
 * A set-up document that makes sense; whether it is true is another check.
 *
 * @param name what the administrator calls this connector; empty to keep the name it has
 * @param administratorPassword empty to leave it as it is
 * @param aws the target
 * @param vcenter the source
 */
record SetupDocument(String name, Secret administratorPassword, AwsSide aws, VcenterSide vcenter) {
    /** The target. */
    record AwsSide(AwsEndpoints endpoints, AwsKeys keys) {}

    /** The source. */
    record VcenterSide(VcenterEndpoint endpoint, Secret password) {}
}
