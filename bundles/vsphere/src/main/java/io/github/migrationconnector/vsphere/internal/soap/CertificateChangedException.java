package io.github.migrationconnector.vsphere.internal.soap;

import io.github.migrationconnector.api.trust.Fingerprints;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.api.trust.ServerTrust;
import io.github.migrationconnector.api.trust.TrustState;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** The server showed a certificate that is not what was accepted. */
public final class CertificateChangedException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final TrustState state;
    private final String comparison;

    CertificateChangedException(TrustState state, ServerTrust trust, List<X509Certificate> presented) {
        super("the server's certificate is not the accepted one: " + state);
        this.state = state;
        this.comparison = "accepted: " + accepted(trust) + "; shown: " + shown(presented);
    }

    public TrustState state() {
        return state;
    }

    /** What was accepted beside what is shown, for people. */
    public String comparison() {
        return comparison;
    }

    private static String accepted(ServerTrust trust) {
        return trust instanceof ServerTrust.Pinned pin
                ? "SHA-256 " + Fingerprints.shown(pin.sha256())
                : "any valid one of the followed authority";
    }

    private static String shown(List<X509Certificate> presented) {
        if (presented.isEmpty()) {
            return "none";
        }
        ServerCertificate own = PresentedCertificates.shown(presented.get(0));
        return "SHA-256 " + own.shownFingerprint() + " of " + own.subject() + ", issued by " + own.issuer()
                + ", valid from " + own.notBefore() + " to " + own.notAfter();
    }
}
