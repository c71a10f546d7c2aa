package io.github.migrationconnector.api.access;

import io.github.migrationconnector.api.credential.Secret;
import java.time.Instant;
import java.util.Objects;

/**
 * A code that opens once.
 *
 * @param purpose what it is for
 * @param code in groups, for a person to copy
 * @param expiresAt {@link Instant#MAX} for the first password, whose code lives as long as the daemon and no password do
 */
public record IssuedCode(Purpose purpose, Secret code, Instant expiresAt) {
    /** What a code is for. */
    public enum Purpose {
        /** To set the administrator's first password. */
        FIRST_PASSWORD,
        /** To log in as the administrator, once. */
        LOGIN
    }

    public IssuedCode {
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }
}
