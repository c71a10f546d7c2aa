package io.github.migrationconnector.launcher.internal;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/** The certificate that the daemon shows, and the key store that the web server reads it from. */
final class HttpsIdentity {
    private final Path keyStore;
    private final String password;
    private final X509Certificate certificate;

    HttpsIdentity(Path keyStore, String password, X509Certificate certificate) {
        this.keyStore = Objects.requireNonNull(keyStore, "keyStore");
        this.password = Objects.requireNonNull(password, "password");
        this.certificate = Objects.requireNonNull(certificate, "certificate");
    }

    /** A PKCS #12 file. */
    Path keyStore() {
        return keyStore;
    }

    /** Opens the key store and the key in it. */
    String password() {
        return password;
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** SHA-256 over the DER form, as browsers and openssl show it: {@code AB:CD:…}. */
    String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (GeneralSecurityException e) {
            throw new LaunchException("the certificate can't be encoded: " + e, "delete the home's tls directory", e);
        }
    }

    @Override
    public String toString() {
        return "HttpsIdentity of " + certificate.getSubjectX500Principal();
    }
}
