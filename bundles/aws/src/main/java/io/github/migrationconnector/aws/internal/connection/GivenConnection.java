package io.github.migrationconnector.aws.internal.connection;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;

/**
 * A connection that does not change, such as one that is not in force yet.
 *
 * @param endpoints where AWS is
 * @param keys what calls are signed with
 */
public record GivenConnection(AwsEndpoints endpoints, AwsKeys keys) implements AwsConnection {}
