package io.github.migrationconnector.api.connection;

import java.util.Objects;

/**
 * One action.
 *
 * @param action as a policy names it, such as {@code ebs:PutSnapshotBlock}
 * @param verdict what AWS says
 * @param purpose what the connector does by it, in a few words
 * @param message what AWS said when the verdict is not ALLOWED; empty otherwise
 * @param fix the policy statement to add, as JSON on one line, when it is DENIED; else what to do; empty when it is ALLOWED
 */
public record PermissionResult(String action, PermissionVerdict verdict, String purpose, String message, String fix) {
    public PermissionResult {
        if (!action.matches("[a-z0-9-]+:[A-Za-z0-9]+")) {
            throw new IllegalArgumentException("not an action: " + action);
        }
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(fix, "fix");
    }
}
