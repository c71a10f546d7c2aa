package io.github.migrationconnector.access.internal.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Puts certificates into the order that TLS wants (RFC 8446, section 4.4.2), and refuses what no browser would take: before it
 * is in force, since afterwards nobody could come to mend it.
 */
final class ChainFit {
    /** RFC 5280, section 4.2.1.12: id-kp-serverAuth and anyExtendedKeyUsage. */
    private static final Set<String> SERVER_USES = Set.of("1.3.6.1.5.5.7.3.1", "2.5.29.37.0");

    /** CA/Browser Forum, Baseline Requirements, section 6.1.5. */
    /** Its place among the bits of KeyUsage (RFC 5280, section 4.2.1.3). */
    private static final int DIGITAL_SIGNATURE = 0;

    private static final int SHORTEST_RSA = 2048;

    private static final int SHORTEST_EC = 256;
    private static final int LONGEST_CHAIN = 10;

    private final Clock clock;

    ChainFit(Clock clock) {
        this.clock = clock;
    }

    HeldCertificate fitted(PrivateKey key, List<X509Certificate> certificates) {
        X509Certificate own = certificates.stream()
                .filter(certificate -> isFor(certificate.getPublicKey(), key))
                .findFirst()
                .orElseThrow(CertificateProblems::keyDiffers);
        List<X509Certificate> chain = new ArrayList<>(List.of(own));
        while (chain.size() < LONGEST_CHAIN) {
            X509Certificate last = chain.get(chain.size() - 1);
            List<X509Certificate> next = certificates.stream()
                    .filter(certificate ->
                            !chain.contains(certificate) && HeldCertificate.isSignedBy(last, certificate))
                    .limit(1)
                    .toList();
            if (next.isEmpty()) {
                break;
            }
            chain.addAll(next);
        }
        chain.forEach(this::checkOne);
        checkServers(own);
        return new HeldCertificate(key, chain);
    }

    private static boolean isFor(PublicKey publicKey, PrivateKey key) {
        if (!publicKey.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        try {
            String algorithm = "SHA256with" + (publicKey instanceof RSAKey ? "RSA" : "ECDSA");
            Signature signature = Signature.getInstance(algorithm);
            byte[] message = {1};
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    private void checkOne(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateExpiredException over) {
            throw CertificateProblems.unfit(
                    "The certificate of " + subject + " ended on "
                            + certificate.getNotAfter().toInstant() + ".",
                    "Have a new one issued; if it is valid, set this machine's clock right.");
        } catch (CertificateNotYetValidException early) {
            throw CertificateProblems.unfit(
                    "The certificate of " + subject + " begins on "
                            + certificate.getNotBefore().toInstant() + ".",
                    "Wait until then; if it is valid, set this machine's clock right.");
        }
        boolean selfSigned = HeldCertificate.isSignedBy(certificate, certificate);
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (!selfSigned && (algorithm.contains("SHA1") || algorithm.contains("MD5"))) {
            throw CertificateProblems.unfit(
                    "The certificate of " + subject + " is signed by " + certificate.getSigAlgName()
                            + ", which no browser takes.",
                    "Have it issued with SHA-256 or better.");
        }
    }

    private static void checkServers(X509Certificate own) {
        PublicKey key = own.getPublicKey();
        boolean strong = key instanceof RSAKey rsa
                ? rsa.getModulus().bitLength() >= SHORTEST_RSA
                : key instanceof ECKey ec && ec.getParams().getOrder().bitLength() >= SHORTEST_EC;
        if (!strong) {
            throw CertificateProblems.unfit(
                    "The key is neither RSA of " + SHORTEST_RSA + " bits nor on a curve of " + SHORTEST_EC + ".",
                    "Make a longer key, or take the request that is made here.");
        }
        boolean[] keyUses = own.getKeyUsage();
        if (keyUses != null && !keyUses[DIGITAL_SIGNATURE]) {
            throw CertificateProblems.unfit(
                    "The key may not sign, and browsers take no other (RFC 8446, section 4.4.2.2).",
                    "Have it issued with the key usage digitalSignature.");
        }
        try {
            List<String> uses = own.getExtendedKeyUsage();
            if (uses != null && uses.stream().noneMatch(SERVER_USES::contains)) {
                throw CertificateProblems.unfit(
                        "The certificate is not for servers.", "Have it issued for server authentication.");
            }
        } catch (CertificateParsingException malformed) {
            throw CertificateProblems.unreadable("The certificate", "its uses are malformed", malformed);
        }
        if (PemText.names(own).isEmpty()) {
            throw CertificateProblems.unfit(
                    "The certificate has no subject alternative name, and browsers look at no other.",
                    "Have it issued with the connector's names among the subject alternative names.");
        }
    }
}
