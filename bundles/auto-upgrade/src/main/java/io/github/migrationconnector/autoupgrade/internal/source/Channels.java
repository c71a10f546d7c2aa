package io.github.migrationconnector.autoupgrade.internal.source;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.autoupgrade.internal.Refusals;
import io.github.migrationconnector.autoupgrade.internal.tuf.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Opens the channel that is set. */
public final class Channels {
    private static final String SETTING = "conf/connector.upgrade.cfg in the home";

    private Channels() {}

    /**
     * Opens one.
     *
     * @param url where the repository is; an {@code https} URL
     * @param authorities a PEM file with the certificates to trust; empty for those of Java
     * @param proxy what leads out
     */
    public static Repository open(String url, String authorities, ProxySettings proxy) {
        if (url.isBlank()) {
            throw Refusals.unreadable("the channel", "none is set", "Write channel=https://... to " + SETTING + ".");
        }
        try {
            URI base = URI.create(url.endsWith("/") ? url : url + "/");
            if (!"https".equals(base.getScheme()) || base.getHost() == null || base.getUserInfo() != null) {
                throw new IllegalArgumentException("not a plain https URL");
            }
            return new HttpsRepository(base, trusting(authorities), proxy);
        } catch (IllegalArgumentException e) {
            throw Refusals.unreadable("the channel " + url, e.getMessage(), "Correct it in " + SETTING + ".");
        } catch (IOException | GeneralSecurityException e) {
            throw Refusals.unreadable(authorities, e.toString(), "Correct channelCa in " + SETTING + ".");
        }
    }

    private static SSLSocketFactory trusting(String authorities) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        if (authorities.isBlank()) {
            context.init(null, null, null);
            return context.getSocketFactory();
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(Path.of(authorities))) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        context.init(null, factory.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
