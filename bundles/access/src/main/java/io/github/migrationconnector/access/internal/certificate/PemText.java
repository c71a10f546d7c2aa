package io.github.migrationconnector.access.internal.certificate;

import io.github.migrationconnector.api.network.IpText;
import io.github.migrationconnector.api.trust.ServerCertificate;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Certificates as text (RFC 7468), and as people compare them. */
public final class PemText {
    private static final int LINE = 64;

    /** RFC 5280, section 4.2.1.6: the tags of a dNSName and an iPAddress. */
    private static final int DNS = 2;

    private static final int IP = 7;

    private PemText() {}

    public static byte[] of(List<X509Certificate> chain) {
        return chain.stream()
                .map(certificate -> block("CERTIFICATE", encoded(certificate)))
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
    }

    static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    /** For people to compare. */
    public static ServerCertificate shown(X509Certificate certificate) {
        byte[] der = encoded(certificate);
        return new ServerCertificate(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                names(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                digest(der),
                certificate.getBasicConstraints() >= 0,
                block("CERTIFICATE", der));
    }

    /** The names that a certificate is for, each {@code dns:NAME} or {@code ip:ADDRESS}. */
    public static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (name.get(0).equals(DNS)) {
                    names.add("dns:" + name.get(1));
                } else if (name.get(0).equals(IP)) {
                    names.add("ip:" + IpText.of(String.valueOf(name.get(1))));
                }
            }
        } catch (CertificateParsingException malformed) {
            return List.of();
        }
        return List.copyOf(names);
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException unwritable) {
            throw new IllegalStateException("a certificate that was read can't be written", unwritable);
        }
    }

    private static String digest(byte[] der) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
