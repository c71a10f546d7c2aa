package io.github.migrationconnector.api.trust;

import java.util.Objects;

/**
 * One line of what differs between the accepted certificate and the shown one.
 *
 * @param field what differs: {@code subject}, {@code issuer}, {@code names}, {@code notBefore}, {@code notAfter}, {@code
 *     sha256}
 * @param accepted how it was
 * @param presented how it is
 */
public record TrustDifference(String field, String accepted, String presented) {
    public TrustDifference {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(accepted, "accepted");
        Objects.requireNonNull(presented, "presented");
    }
}
