package io.github.migrationconnector.vsphere.internal.soap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.HttpsURLConnection;

/**
 * Sends SOAP messages to one endpoint, over connections to a server that shows what is trusted. Nothing of the JVM's defaults is used
 * or changed: no default trust, host name verifier, proxy or redirect.
 */
final class SoapTransport implements AutoCloseable {
    private static final String SESSION_COOKIE = "vmware_soap_session";

    private final URI sdk;
    private final PeerTrust trust;
    private final SoapLimits limits;
    private final Set<HttpURLConnection> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    SoapTransport(URI sdk, PeerTrust trust, SoapLimits limits) {
        this.sdk = sdk;
        this.trust = trust;
        this.limits = limits;
        trust.whenBroken(this::endUnderWay);
    }

    URI sdk() {
        return sdk;
    }

    SoapLimits limits() {
        return limits;
    }

    /** Reads an answer. */
    interface AnswerReader<T> {
        T read(InputStream body) throws IOException;
    }

    /**
     * What came back.
     *
     * @param value as the reader read it
     * @param cookie {@code NAME=VALUE} of the session, when the server set one; else empty
     */
    record Answer<T>(T value, String cookie) {}

    /**
     * Sends one message, once: it is never sent again behind the caller's back.
     *
     * @param action the SOAPAction, which chooses the version of the API
     * @param cookie of the session; empty for none
     */
    <T> Answer<T> post(String action, byte[] message, String cookie, AnswerReader<T> reader) throws IOException {
        if (closed) {
            throw new IOException("the connection was closed");
        }
        long deadlineNanos = System.nanoTime() + limits.answer().toNanos();
        HttpsURLConnection connection = (HttpsURLConnection) sdk.toURL().openConnection(Proxy.NO_PROXY);
        prepare(connection, action, cookie);
        // a known length also keeps the JDK from sending the message a second time by itself
        connection.setFixedLengthStreamingMode(message.length);
        underWay.add(connection);
        boolean whole = false;
        try {
            connection.connect();
            trust.check(connection.getServerCertificates());
            try (OutputStream out = connection.getOutputStream()) {
                out.write(message);
            }
            try (InputStream body = new BoundedAnswer(body(connection), limits.answerBytes(), deadlineNanos)) {
                T value = reader.read(body);
                whole = true;
                return new Answer<>(value, sessionCookie(connection));
            }
        } catch (CertificateChangedException e) {
            throw new IOException(e);
        } finally {
            underWay.remove(connection);
            if (!whole) {
                connection.disconnect();
            }
        }
    }

    private void prepare(HttpsURLConnection connection, String action, String cookie) throws IOException {
        connection.setSSLSocketFactory(trust.sockets());
        // asked only when the name does not fit; the trust, checked for each connection, has its own say of the name
        connection.setHostnameVerifier((host, session) -> true);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) limits.connect().toMillis());
        connection.setReadTimeout((int) limits.silence().toMillis());
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "text/xml; charset=utf-8");
        connection.setRequestProperty("SOAPAction", action);
        connection.setRequestProperty("Accept-Encoding", "gzip");
        connection.setRequestProperty("User-Agent", "server-migration-connector");
        if (!cookie.isEmpty()) {
            connection.setRequestProperty("Cookie", cookie);
        }
    }

    /** SOAP 1.1 (section 6.2) sends faults with status 500; anything but that and 200 is no SOAP. */
    private static InputStream body(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        InputStream body;
        if (status == HttpURLConnection.HTTP_OK) {
            body = connection.getInputStream();
        } else if (status == HttpURLConnection.HTTP_INTERNAL_ERROR && connection.getErrorStream() != null) {
            body = connection.getErrorStream();
        } else {
            throw new HttpRefusedException(status);
        }
        return "gzip".equalsIgnoreCase(connection.getContentEncoding()) ? new GZIPInputStream(body) : body;
    }

    private static String sessionCookie(HttpURLConnection connection) {
        for (Map.Entry<String, List<String>> header :
                connection.getHeaderFields().entrySet()) {
            if (!"Set-Cookie".equalsIgnoreCase(header.getKey())) {
                continue;
            }
            for (String cookie : header.getValue()) {
                String pair = cookie.split(";", 2)[0].strip();
                if (pair.startsWith(SESSION_COOKIE + "=")) {
                    return pair;
                }
            }
        }
        return "";
    }

    /** Ends the calls that are under way, and refuses others. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(HttpURLConnection::disconnect);
    }

    /** On a thread of its own: to end a TLS connection may wait for a write that is under way. */
    private void endUnderWay() {
        List<HttpURLConnection> all = List.copyOf(underWay);
        if (!all.isEmpty()) {
            Thread ending = new Thread(() -> all.forEach(HttpURLConnection::disconnect), "vcenter-break-off");
            ending.setDaemon(true);
            ending.start();
        }
    }
}
