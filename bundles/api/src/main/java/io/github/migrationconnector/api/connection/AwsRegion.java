package io.github.migrationconnector.api.connection;

import java.util.Objects;

/**
 * A region.
 *
 * @param id such as {@code eu-central-1}
 * @param name such as {@code Europe (Frankfurt)}
 * @param partition such as {@code aws}, {@code aws-cn}, {@code aws-us-gov}
 */
public record AwsRegion(String id, String name, String partition) {
    public AwsRegion {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(partition, "partition");
    }
}
