package io.github.migrationconnector.api.connection;

import io.github.migrationconnector.api.trust.Fingerprints;
import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerTrust;
import java.net.URI;
import java.util.Objects;

/**
 * Where vCenter is, and what it must show to be believed.
 *
 * @param sdk its SOAP endpoint: {@code https://HOST[:PORT]/sdk}
 * @param user the login name
 * @param trust the certificate that was accepted, or the authority that is followed
 */
public record VcenterEndpoint(URI sdk, String user, ServerTrust trust) {
    public VcenterEndpoint {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(trust, "trust");
        if (!"https".equals(sdk.getScheme()) || sdk.getHost() == null) {
            throw new IllegalArgumentException("not an https URL with a host: " + sdk);
        }
    }

    /** With one certificate pinned: {@code fingerprint} is its SHA-256, 64 lower-case hex digits. */
    public VcenterEndpoint(URI sdk, String user, String fingerprint) {
        this(sdk, user, new ServerTrust.Pinned(fingerprint));
    }

    /** Where it listens. */
    public ServerAddress server() {
        return ServerAddress.of(sdk);
    }

    /** Takes a fingerprint as people write it, with or without colons, in either case. */
    public static String normalFingerprint(String text) {
        return Fingerprints.normal(text);
    }
}
