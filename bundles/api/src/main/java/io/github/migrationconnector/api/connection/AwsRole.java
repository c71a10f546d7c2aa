package io.github.migrationconnector.api.connection;

/**
 * A role that is assumed with the keys; calls are then made with its temporary credentials (STS API reference,
 * AssumeRole).
 *
 * @param arn {@code arn:aws:iam::ACCOUNT:role/NAME}; empty for {@link #NONE}
 * @param externalId what the role's trust policy asks for; empty when it asks for none
 */
public record AwsRole(String arn, String externalId) {
    /** The keys are used themselves. */
    public static final AwsRole NONE = new AwsRole("", "");

    public AwsRole {
        if (!arn.matches("(arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9+=,.@_/-]{1,576})?")) {
            throw new IllegalArgumentException("not the ARN of a role: " + arn);
        }
        if (!externalId.matches("([A-Za-z0-9_+=,.@:/-]{2,1224})?") || (arn.isEmpty() && !externalId.isEmpty())) {
            throw new IllegalArgumentException("not an external id of a role");
        }
    }

    /** Whether no role is assumed. */
    public boolean isNone() {
        return arn.isEmpty();
    }
}
