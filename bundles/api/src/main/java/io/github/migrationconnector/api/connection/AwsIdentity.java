package io.github.migrationconnector.api.connection;

import java.util.Objects;

/**
 * Who the keys belong to.
 *
 * @param accountId 12 digits
 * @param arn of the user or role
 */
public record AwsIdentity(String accountId, String arn) {
    public AwsIdentity {
        Objects.requireNonNull(accountId, "accountId");
        Objects.requireNonNull(arn, "arn");
    }
}
