package io.github.migrationconnector.aws.internal.http;

import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Objects;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom to trust: the authorities of a PEM file, or the JDK's own. Two of them are equal while the file does not change.
 *
 * @param bundle the file's path; empty for the JDK's
 * @param modifiedMillis when the file was written
 */
public record Authorities(String bundle, long modifiedMillis) {
    public Authorities {
        Objects.requireNonNull(bundle, "bundle");
    }

    /**
     * Those of a file as it is now.
     *
     * @param bundle its path; empty for the JDK's
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code AWS_CA_BUNDLE_UNREADABLE}
     */
    public static Authorities of(String bundle) {
        if (bundle.isEmpty()) {
            return new Authorities("", 0);
        }
        try {
            return new Authorities(
                    bundle, Files.getLastModifiedTime(Path.of(bundle)).toMillis());
        } catch (IOException e) {
            throw unreadable(bundle, e).asException(e);
        }
    }

    /** What a TLS connection is made with. */
    public TrustManager[] trustManagers() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            // a factory without a key store takes the JDK's authorities
            factory.init(bundle.isEmpty() ? null : certificates());
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(bundle, e).asException(e);
        }
    }

    private KeyStore certificates() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Collection<? extends Certificate> found;
        try (InputStream pem = Files.newInputStream(Path.of(bundle))) {
            found = CertificateFactory.getInstance("X.509").generateCertificates(pem);
        }
        if (found.isEmpty()) {
            throw new GeneralSecurityException("it holds no certificate");
        }
        for (Certificate certificate : found) {
            store.setCertificateEntry("authority-" + store.size(), certificate);
        }
        return store;
    }

    private static Problem unreadable(String bundle, Exception cause) {
        return Problem.fatal(
                "AWS_CA_BUNDLE_UNREADABLE",
                "The CA bundle " + bundle + " can't be read: " + cause.getMessage() + ".",
                "Give the path of a PEM file with the authorities' certificates, readable by the connector.");
    }
}
