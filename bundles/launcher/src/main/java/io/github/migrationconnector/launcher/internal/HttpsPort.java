package io.github.migrationconnector.launcher.internal;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Makes sure of the port from outside the framework, since Jetty only logs when it can't have it: free before the start,
 * answered by our own certificate after it.
 */
final class HttpsPort {
    /**
     * A server that accepted is there; its first handshake takes a JVM that was just started on a slow machine more than a
     * minute. One that gave up would end the daemon for it, and the next start would take as long.
     */
    private static final Duration HANDSHAKE_LIMIT = Duration.ofMinutes(5);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    private HttpsPort() {}

    /** The address with a port that was free a moment ago: the one asked for, or for port 0 any. */
    static HttpsAddress free(HttpsAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address.socket());
            return address.withPort(socket.getLocalPort());
        } catch (BindException e) {
            throw refused(address, e);
        } catch (IOException e) {
            throw new LaunchException(
                    "can't listen on " + address.socket() + ": " + e.getMessage(),
                    "choose another address by --bind A or another port by --https-port P",
                    e);
        }
    }

    private static LaunchException refused(HttpsAddress address, BindException cause) {
        String reason = String.valueOf(cause.getMessage());
        String where = "port " + address.port() + " on " + address.bind().getHostAddress();
        if (reason.contains("Permission denied")) {
            return new LaunchException(
                    "this user may not listen on " + where,
                    "choose a port above 1023 by --https-port P, or let this user have low ports",
                    cause);
        }
        if (reason.contains("assign requested address")) {
            return new LaunchException(
                    address.bind().getHostAddress() + " is not an address of this host",
                    "choose one that it has by --bind A, or leave --bind out for all",
                    cause);
        }
        return new LaunchException(
                where + " is taken by another program",
                "stop that program, or choose another port by --https-port P",
                cause);
    }

    /**
     * Waits until the address answers with the certificate.
     *
     * @param limit how long to try again; an answer that is begun within it is waited for
     * @param stopping counted down when there is nothing to wait for any more
     * @return whether it answered; false when {@code stopping} came first
     */
    static boolean awaitAnswer(
            HttpsAddress address, X509Certificate certificate, Duration limit, CountDownLatch stopping)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        String last = "no answer";
        do {
            try {
                if (certificate.equals(presented(address))) {
                    return true;
                }
                last = "another program answers there";
            } catch (IOException e) {
                last = String.valueOf(e.getMessage());
            }
            if (stopping.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } while (System.nanoTime() < end);
        throw new LaunchException(
                "the web server does not answer on " + address.localUrl() + ": " + last,
                "read log/ in the home, or choose another port by --https-port P");
    }

    private static Certificate presented(HttpsAddress address) throws IOException {
        try (SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket()) {
            socket.connect(address.localSocket(), (int) HANDSHAKE_LIMIT.toMillis());
            socket.setSoTimeout((int) HANDSHAKE_LIMIT.toMillis());
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new PresentedCertificate()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new LaunchException("this Java has no TLS: " + e.getMessage(), "use a complete JDK or JRE 17", e);
        }
    }
}
