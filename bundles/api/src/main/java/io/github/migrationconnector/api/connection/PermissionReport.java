package io.github.migrationconnector.api.connection;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What the connector may do in AWS.
 *
 * @param identity who was asked for: the user, or the role's session
 * @param clockOffset AWS's clock less ours, to a second or so; signatures are refused beyond five minutes
 * @param results one for each action that the connector calls, in the order of the policy
 */
public record PermissionReport(AwsIdentity identity, Duration clockOffset, List<PermissionResult> results) {
    public PermissionReport {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(clockOffset, "clockOffset");
        results = List.copyOf(results);
    }

    /** Whether nothing is missing and nothing is in doubt. */
    public boolean complete() {
        return results.stream().allMatch(result -> result.verdict() == PermissionVerdict.ALLOWED);
    }
}
