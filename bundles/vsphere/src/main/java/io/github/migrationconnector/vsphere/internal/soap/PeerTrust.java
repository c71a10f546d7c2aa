package io.github.migrationconnector.vsphere.internal.soap;

import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerTrust;
import io.github.migrationconnector.api.trust.TrustState;
import java.io.IOException;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts what was accepted of one server, and nothing that the JDK's authorities say. What is trusted may be changed while
 * connections are made. Each trust has a TLS context of its own, so that no session made under another is ever resumed under
 * this one; and from a server that was once found to show something else no kept connection is used again.
 */
public final class PeerTrust {
    private final ServerAddress server;
    private final CertificateJudge judge = new CertificateJudge(Clock.systemUTC());
    private final List<Runnable> whenBroken = new CopyOnWriteArrayList<>();
    private volatile InForce current;

    /**
     * What is trusted, with the context of the connections made under it. One factory for all of them: the JDK uses an idle
     * connection again only for the very factory that made it, and a context makes another at each call.
     */
    private record InForce(ServerTrust trust, SSLContext context, SSLSocketFactory sockets) {
        InForce(ServerTrust trust, SSLContext context) {
            this(trust, context, context.getSocketFactory());
        }
    }

    public PeerTrust(ServerAddress server, ServerTrust trust) {
        this.server = server;
        this.current = new InForce(trust, freshContext());
    }

    /** Trusts something else from now on; connections that stand are for their owners to end. */
    public void change(ServerTrust trust) {
        current = new InForce(trust, freshContext());
    }

    /** Whoever holds connections ends them when this is called, without waiting: it comes from the thread that found out. */
    public void whenBroken(Runnable end) {
        whenBroken.add(end);
    }

    public void noLonger(Runnable end) {
        whenBroken.remove(end);
    }

    SSLSocketFactory sockets() {
        return current.sockets();
    }

    /** A client's TLS engine; its owner calls {@link #check} once it has shaken hands. */
    public SSLEngine clientEngine(String host, int port) {
        SSLEngine engine = current.context().createSSLEngine(host, port);
        engine.setUseClientMode(true);
        return engine;
    }

    /** A client's TLS over a connection that stands; its handshake fails when the server shows something else. */
    public SSLSocket clientSocket(Socket connected) throws IOException {
        return (SSLSocket)
                current.context().getSocketFactory().createSocket(connected, server.host(), server.port(), true);
    }

    /**
     * Checks the certificate of a session, before anything secret is sent over it. A resumed session does not ask the trust
     * manager, so this is called for each connection.
     *
     * @throws CertificateChangedException when it is not what is trusted
     */
    public void check(SSLSession session) throws SSLPeerUnverifiedException, CertificateChangedException {
        check(session.getPeerCertificates());
    }

    void check(Certificate[] chain) throws CertificateChangedException {
        InForce judged = current;
        List<X509Certificate> presented = PresentedCertificates.of(chain);
        TrustState state = judge.judge(server, presented, judged.trust());
        if (state != TrustState.TRUSTED) {
            breakOff(judged);
            throw new CertificateChangedException(state, judged.trust(), presented);
        }
    }

    /** Ends every connection; the next one is judged anew. */
    public void breakOff() {
        breakOff(current);
    }

    @SuppressWarnings("ReferenceEquality") // a change meanwhile made its own context
    private void breakOff(InForce judged) {
        if (current == judged) {
            // the JDK keeps idle connections by their factory: by a fresh one none of them is found
            current = new InForce(judged.trust(), freshContext());
        }
        whenBroken.forEach(Runnable::run);
    }

    private SSLContext freshContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new LeafTrust()}, null);
            return context;
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
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
