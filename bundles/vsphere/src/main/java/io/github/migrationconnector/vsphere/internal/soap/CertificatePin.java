package io.github.migrationconnector.vsphere.internal.soap;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts one certificate: the one whose SHA-256 fingerprint was accepted by the operator. vCenter's certificate is mostly
 * issued by its own authority and often asked for by address, so neither the JDK's authorities nor the host name say
 * anything about it; the very certificate does. Each pin has a TLS context of its own, so that no session made under another
 * pin is ever resumed under this one.
 */
public final class CertificatePin {
    private final String fingerprint;
    private final SSLContext context;

    /** Takes 64 lower-case hex digits. */
    public CertificatePin(String fingerprint) {
        this.fingerprint = fingerprint;
        try {
            this.context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new LeafTrust()}, null);
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
        }
    }

    SSLContext context() {
        return context;
    }

    /** A client's TLS engine; its owner calls {@link #check} once it has shaken hands. */
    public SSLEngine clientEngine(String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        return engine;
    }

    /**
     * Checks the certificate of a session, before anything secret is sent over it. A resumed session does not ask the trust
     * manager, so this is called for each connection.
     *
     * @throws CertificateChangedException when it is not the pinned one
     */
    public void check(SSLSession session) throws SSLPeerUnverifiedException, CertificateChangedException {
        check(session.getPeerCertificates());
    }

    void check(Certificate[] chain) throws CertificateChangedException {
        String found = chain.length == 0 ? "none" : fingerprintOf(chain[0]);
        if (!found.equals(fingerprint)) {
            throw new CertificateChangedException(fingerprint, found);
        }
    }

    private static String fingerprintOf(Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest).toLowerCase(Locale.ROOT);
        } catch (GeneralSecurityException e) {
            return "unreadable";
        }
    }

    /** Extended, because the JDK adds checks of its own to a plain trust manager. */
    private final class LeafTrust extends X509ExtendedTrustManager {
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
