package io.github.migrationconnector.launcher.internal;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * Lets the handshake with our own listener through, whatever it shows: {@link HttpsPort} then compares the certificate
 * itself, and nothing is sent on that connection.
 */
final class PresentedCertificate implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw new UnsupportedOperationException("only looks at servers");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        // compared by the caller
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
