package io.github.migrationconnector.access.internal.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * A key with the certificates that speak for it.
 *
 * @param key the private key
 * @param chain the key's own certificate first, each followed by that of who issued it
 */
public record HeldCertificate(PrivateKey key, List<X509Certificate> chain) {
    public HeldCertificate {
        Objects.requireNonNull(key, "key");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key without a certificate");
        }
    }

    public X509Certificate own() {
        return chain.get(0);
    }

    /** Whether its own key signed it, so that nobody vouches for it. */
    public boolean selfSigned() {
        return isSignedBy(own(), own());
    }

    static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "HeldCertificate of " + own().getSubjectX500Principal();
    }
}
