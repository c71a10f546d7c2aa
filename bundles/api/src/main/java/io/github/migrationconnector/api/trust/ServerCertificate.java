package io.github.migrationconnector.api.trust;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One certificate of a chain (X.509, RFC 5280), for people to compare.
 *
 * @param subject its distinguished name (RFC 2253)
 * @param issuer that of who signed it
 * @param names the subject's alternative names, each {@code dns:NAME} or {@code ip:ADDRESS}
 * @param notBefore the first moment of its validity
 * @param notAfter the last
 * @param sha256 fingerprint: 64 lower-case hex digits
 * @param authority whether it may sign others
 * @param pem the certificate itself (RFC 7468)
 */
public record ServerCertificate(
        String subject,
        String issuer,
        List<String> names,
        Instant notBefore,
        Instant notAfter,
        String sha256,
        boolean authority,
        String pem) {
    public ServerCertificate {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(issuer, "issuer");
        names = List.copyOf(names);
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(notAfter, "notAfter");
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a SHA-256 fingerprint has 64 hex digits");
        }
        Objects.requireNonNull(pem, "pem");
    }

    /** The fingerprint as browsers and openssl show it: upper case, with colons. */
    public String shownFingerprint() {
        return Fingerprints.shown(sha256);
    }
}
