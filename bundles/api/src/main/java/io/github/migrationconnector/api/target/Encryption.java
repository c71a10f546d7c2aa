package io.github.migrationconnector.api.target;

/** How a new snapshot without a parent is encrypted. */
public sealed interface Encryption {
    /** Not by us; an account with encryption by default encrypts it all the same, and the answer to start says so. */
    record None() implements Encryption {}

    /** With the account's default key for EBS. */
    record DefaultKey() implements Encryption {}

    /**
     * With a KMS key.
     *
     * @param keyArn the key's ARN, id or alias
     */
    record KmsKey(String keyArn) implements Encryption {
        public KmsKey {
            if (keyArn.isBlank()) {
                throw new IllegalArgumentException("empty KMS key");
            }
        }
    }
}
