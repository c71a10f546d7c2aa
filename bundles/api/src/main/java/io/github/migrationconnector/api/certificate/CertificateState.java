package io.github.migrationconnector.api.certificate;

import io.github.migrationconnector.api.trust.ServerCertificate;
import java.util.List;
import java.util.Objects;

/**
 * What the connector shows, and whether it still fits.
 *
 * @param chain the shown certificates, the connector's own first; at least one
 * @param origin who signed the first
 * @param hostNames the names and addresses that this machine has now, each {@code dns:NAME} or {@code ip:ADDRESS}
 * @param missingNames those of them that do not stand in the certificate: who calls the connector so is warned by the browser
 * @param warning why it should be replaced soon, in a sentence; empty when there is no reason
 * @param request the request that waits for its certificate, in PEM; empty when none does
 * @param strictTransport whether browsers are told to come by HTTPS only (RFC 6797), which leaves them no way past a
 *     certificate that they don't trust
 */
public record CertificateState(
        List<ServerCertificate> chain,
        Origin origin,
        List<String> hostNames,
        List<String> missingNames,
        String warning,
        String request,
        boolean strictTransport) {
    /** Who signed the certificate. */
    public enum Origin {
        /** Its own key: browsers warn, unless its fingerprint was compared and accepted. */
        SELF_SIGNED,
        /** An authority. */
        ISSUED
    }

    public CertificateState {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("HTTPS without a certificate");
        }
        Objects.requireNonNull(origin, "origin");
        hostNames = List.copyOf(hostNames);
        missingNames = List.copyOf(missingNames);
        Objects.requireNonNull(warning, "warning");
        Objects.requireNonNull(request, "request");
    }

    /** The certificate that is the connector's own. */
    public ServerCertificate certificate() {
        return chain.get(0);
    }
}
