package io.github.migrationconnector.api.connection;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/**
 * Where vCenter is, and which certificate it must show.
 *
 * @param sdk its SOAP endpoint: {@code https://HOST[:PORT]/sdk}
 * @param user the login name
 * @param fingerprint SHA-256 of the certificate that was accepted: 64 lower-case hex digits
 */
public record VcenterEndpoint(URI sdk, String user, String fingerprint) {
    public VcenterEndpoint {
        Objects.requireNonNull(user, "user");
        if (!"https".equals(sdk.getScheme()) || sdk.getHost() == null) {
            throw new IllegalArgumentException("not an https URL with a host: " + sdk);
        }
        if (!fingerprint.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a SHA-256 fingerprint has 64 hex digits");
        }
    }

    /** Takes a fingerprint as people write it, with or without colons, in either case. */
    public static String normalFingerprint(String text) {
        return text.replace(":", "").strip().toLowerCase(Locale.ROOT);
    }
}
