package io.github.migrationconnector.vsphere.internal.soap;

import io.github.migrationconnector.api.trust.ServerCertificate;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Certificates as Java has them, and as people read them. */
public final class PresentedCertificates {
    /** RFC 7468, section 2. */
    private static final int PEM_LINE = 64;

    private static final int LONGEST_PEM = 64 << 10;
    private static final int LONGEST_CHAIN = 10;

    private PresentedCertificates() {}

    /** SHA-256 of the certificate: 64 lower-case hex digits. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalStateException("a certificate that was read can't be written", unreadable);
        }
    }

    public static ServerCertificate shown(X509Certificate certificate) {
        return new ServerCertificate(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                CertificateNames.of(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                fingerprint(certificate),
                certificate.getBasicConstraints() >= 0,
                pem(certificate));
    }

    public static List<ServerCertificate> shown(List<X509Certificate> chain) {
        return chain.stream().map(PresentedCertificates::shown).toList();
    }

    /** Reads one certificate; {@link IllegalArgumentException} when the text is none. */
    public static X509Certificate read(String pem) {
        if (pem.length() > LONGEST_PEM || !pem.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IllegalArgumentException("not a certificate in PEM");
        }
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.strip().getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException malformed) {
            throw new IllegalArgumentException("not a certificate in PEM", malformed);
        }
    }

    /** What TLS has, as far as it is X.509 and no longer than any honest chain. */
    static List<X509Certificate> of(Certificate... chain) {
        List<X509Certificate> known = new ArrayList<>();
        for (Certificate certificate : chain) {
            if (certificate instanceof X509Certificate readable && known.size() < LONGEST_CHAIN) {
                known.add(readable);
            }
        }
        return List.copyOf(known);
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateException unreadable) {
            throw new IllegalStateException("a certificate that was read can't be written", unreadable);
        }
    }
}
