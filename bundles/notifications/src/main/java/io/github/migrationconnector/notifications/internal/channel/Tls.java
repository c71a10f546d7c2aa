package io.github.migrationconnector.notifications.internal.channel;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom a channel believes.
 *
 * @param sha256 of the one certificate that is believed, whatever name it carries; empty for whatever the JDK's authorities
 *     vouch for
 */
record Tls(String sha256) {
    /** Whether the server's name has to stand in its certificate. */
    boolean checksName() {
        return sha256.isEmpty();
    }

    SSLContext context() {
        try {
            if (sha256.isEmpty()) {
                return SSLContext.getDefault();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Pinned(sha256)}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has TLS", impossible);
        }
    }

    /** Believes one certificate. */
    private static final class Pinned extends X509ExtendedTrustManager {
        private final String sha256;

        private Pinned(String sha256) {
            this.sha256 = sha256;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                byte[] shown = digest.digest(chain[0].getEncoded());
                if (!MessageDigest.isEqual(shown, HexFormat.of().parseHex(sha256))) {
                    throw new CertificateException(
                            "it has the fingerprint " + HexFormat.of().formatHex(shown));
                }
            } catch (GeneralSecurityException e) {
                throw e instanceof CertificateException known ? known : new CertificateException(e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
