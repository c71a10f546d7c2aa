package io.github.migrationconnector.vsphere.internal.soap;

import io.github.migrationconnector.api.trust.ServerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Looks at the chain that a server shows in its TLS handshake. The connection ends there: nothing is ever sent over it. */
public final class ChainLook {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 10_000;

    /** The chain, the server's own certificate first. */
    public List<X509Certificate> at(ServerAddress server) throws IOException {
        Looking looking = new Looking();
        InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException(server.host());
        }
        try (Socket plain = new Socket()) {
            plain.connect(address, CONNECT_MILLIS);
            plain.setSoTimeout(SILENCE_MILLIS);
            try (SSLSocket tls = (SSLSocket)
                    context(looking).getSocketFactory().createSocket(plain, server.host(), server.port(), true)) {
                tls.startHandshake();
            } catch (SSLException refused) {
                // we refuse after having looked
                if (looking.seen.isEmpty()) {
                    throw refused;
                }
            }
        }
        if (looking.seen.isEmpty()) {
            throw new SSLException("it shows no certificate");
        }
        return looking.seen;
    }

    private static SSLContext context(Looking looking) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {looking}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
        }
    }

    /** Sees a chain, and refuses it: what was only looked at is not connected to. */
    private static final class Looking extends X509ExtendedTrustManager {
        private volatile List<X509Certificate> seen = List.of();

        private void look(X509Certificate... chain) throws CertificateException {
            seen = PresentedCertificates.of(chain);
            throw new CertificateException("only looked at");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            look(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            look(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            look(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this side serves nobody");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("this side serves nobody");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this side serves nobody");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
