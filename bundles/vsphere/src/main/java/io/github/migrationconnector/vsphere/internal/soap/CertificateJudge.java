package io.github.migrationconnector.vsphere.internal.soap;

import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerTrust;
import io.github.migrationconnector.api.trust.TrustState;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * Compares a chain with what is trusted. A pinned certificate is compared byte by byte and nothing else counts: vCenter's
 * mostly carries another name than the one it is asked by, and its own authority's signature. Under a followed authority the
 * whole of RFC 5280 counts (signatures, validity, constraints), the use as a server's, and the name (RFC 6125). Revocation is
 * not asked for: vCenter's own authority publishes no lists.
 */
public final class CertificateJudge {
    /** RFC 5280, section 4.2.1.12: id-kp-serverAuth and anyExtendedKeyUsage. */
    private static final Set<String> SERVER_USES = Set.of("1.3.6.1.5.5.7.3.1", "2.5.29.37.0");

    private final Clock clock;

    public CertificateJudge(Clock clock) {
        this.clock = clock;
    }

    /** The chain has the server's own certificate first; an empty one is nobody's. */
    public TrustState judge(ServerAddress server, List<X509Certificate> chain, ServerTrust trust) {
        if (trust instanceof ServerTrust.Pinned pin) {
            boolean same = !chain.isEmpty()
                    && PresentedCertificates.fingerprint(chain.get(0)).equals(pin.sha256());
            return same ? TrustState.TRUSTED : TrustState.CHANGED;
        }
        return trust instanceof ServerTrust.Followed authority && !chain.isEmpty()
                ? follow(server, chain, authority)
                : TrustState.UNKNOWN_ISSUER;
    }

    private TrustState follow(ServerAddress server, List<X509Certificate> chain, ServerTrust.Followed authority) {
        X509Certificate own = chain.get(0);
        Date now = Date.from(clock.instant());
        try {
            X509Certificate anchor = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(authority.der()));
            if (!leadsTo(anchor, chain, now)) {
                // the path does not say why there is none: so was there one when the certificate was made?
                return leadsTo(anchor, chain, own.getNotBefore()) ? TrustState.NOT_VALID : TrustState.UNKNOWN_ISSUER;
            }
            // PKIX takes an anchor for granted, also one whose time is over
            anchor.checkValidity(now);
            if (own.getExtendedKeyUsage() != null
                    && own.getExtendedKeyUsage().stream().noneMatch(SERVER_USES::contains)) {
                return TrustState.UNKNOWN_ISSUER;
            }
        } catch (CertificateException failure) {
            return TrustState.NOT_VALID;
        } catch (GeneralSecurityException failure) {
            return TrustState.UNKNOWN_ISSUER;
        }
        return CertificateNames.match(own, server.host()) ? TrustState.TRUSTED : TrustState.NAME_MISMATCH;
    }

    private static boolean leadsTo(X509Certificate anchor, List<X509Certificate> chain, Date at)
            throws GeneralSecurityException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(chain.get(0));
        PKIXBuilderParameters rules = new PKIXBuilderParameters(Set.of(new TrustAnchor(anchor, null)), target);
        rules.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        rules.setRevocationEnabled(false);
        rules.setDate(at);
        try {
            CertPathBuilder.getInstance("PKIX").build(rules);
            return true;
        } catch (CertPathBuilderException none) {
            return false;
        }
    }
}
