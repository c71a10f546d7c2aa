package io.github.migrationconnector.aws.internal.failure;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * An error answer of AWS.
 *
 * @param action what was asked, as an IAM policy names it: {@code ebs:PutSnapshotBlock}
 * @param status HTTP status
 * @param type the error's name, such as {@code ThrottlingException}; empty when the answer had none
 * @param reason the EBS direct APIs' Reason, such as {@code SNAPSHOT_NOT_FOUND}; empty when the answer had none
 * @param message AWS's own words
 * @param clockOffset AWS's clock less ours, by the answer's Date; empty when it had none
 */
public record AwsFailure(
        String action, int status, String type, String reason, String message, Optional<Duration> clockOffset) {
    public AwsFailure {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(clockOffset, "clockOffset");
    }

    /** AWS's words with the error's name, for a person. */
    String words() {
        String name = type.isEmpty() ? "HTTP " + status : type;
        String why = reason.isEmpty() ? "" : " (" + reason + ")";
        return name + why + (message.isEmpty() ? "" : ": " + message);
    }
}
