package io.github.migrationconnector.aws.internal.connection;

import io.github.migrationconnector.api.connection.AwsKeys;

/** Compares keys. */
public final class Keys {
    private Keys() {}

    /** Whether two are the same, in constant time for the secret parts. */
    public static boolean same(AwsKeys one, AwsKeys other) {
        return one.accessKeyId().equals(other.accessKeyId())
                && one.secretAccessKey().matches(other.secretAccessKey())
                && one.sessionToken().matches(other.sessionToken());
    }
}
