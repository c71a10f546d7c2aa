package io.github.migrationconnector.notifications.internal.channel;

import io.github.migrationconnector.api.connection.ProxySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection to a server that ends in any case when its time is up: whatever waits on it then fails. Not for several threads.
 */
final class Wire implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 15_000;
    private static final int LONGEST_LINE = 8192;
    private static final int MOST_LINES = 100;

    private final Deadlines deadlines;
    private final Deadlines.Deadline end;

    /** Below TLS; a deadline closes it. */
    private volatile Socket first = new Socket();

    private volatile Socket current = first;
    private volatile boolean late;

    /**
     * Where to, and how.
     *
     * @param host name or address
     * @param port its TCP port
     * @param proxy what it is reached through, or none
     * @param within all that is done with the connection
     */
    record Target(String host, int port, ProxySettings proxy, Duration within) {
        String name() {
            return host + ":" + port;
        }
    }

    private Wire(Duration within, Deadlines deadlines) throws Stopped {
        this.deadlines = deadlines;
        this.end = deadlines.within(within, this::cut);
    }

    /** Connects, through the proxy when there is one. */
    static Wire open(Target target, Deadlines deadlines) throws IOException {
        Wire wire = new Wire(target.within(), deadlines);
        try {
            ProxySettings proxy = target.proxy().towards(target.host().replaceAll("[\\[\\]]", ""));
            if (proxy.isNone()) {
                wire.connect(Targets.of(target.host()), target.port());
            } else {
                Targets.requireFit(target.host());
                wire.connect(List.of(InetAddress.getByName(proxy.host().replaceAll("[\\[\\]]", ""))), proxy.port());
                wire.tunnel(proxy, target.name());
            }
            return wire;
        } catch (IOException failure) {
            wire.close();
            throw wire.told(failure);
        } catch (RuntimeException refusal) {
            wire.close();
            throw refusal;
        }
    }

    /** The same to addresses that are looked up already, one after the other. */
    static Wire open(List<InetAddress> addresses, int port, Duration within, Deadlines deadlines) throws IOException {
        Wire wire = new Wire(within, deadlines);
        try {
            wire.connect(addresses, port);
            return wire;
        } catch (IOException failure) {
            wire.close();
            throw wire.told(failure);
        }
    }

    private void connect(List<InetAddress> addresses, int port) throws IOException {
        IOException last = new UnknownHostException("no address");
        for (InetAddress address : addresses) {
            // a socket whose attempt has failed is of no more use
            Socket fresh = new Socket();
            first = fresh;
            current = fresh;
            try {
                if (late) {
                    throw new SocketTimeoutException("it takes too long");
                }
                fresh.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
                fresh.setSoTimeout(SILENCE_MILLIS);
                return;
            } catch (IOException failure) {
                fresh.close();
                last = failure;
            }
        }
        throw last;
    }

    /** RFC 9110, section 9.3.6; the login by RFC 7617. */
    private void tunnel(ProxySettings proxy, String target) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(
                ("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n").getBytes(StandardCharsets.US_ASCII));
        if (!proxy.user().isEmpty()) {
            byte[] user = (proxy.user() + ":").getBytes(StandardCharsets.UTF_8);
            byte[] password = proxy.password().toUtf8();
            byte[] both = Arrays.copyOf(user, user.length + password.length);
            System.arraycopy(password, 0, both, user.length, password.length);
            request.write("Proxy-Authorization: Basic ".getBytes(StandardCharsets.US_ASCII));
            request.write(Base64.getEncoder().encode(both));
            request.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            Arrays.fill(password, (byte) 0);
            Arrays.fill(both, (byte) 0);
        }
        request.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        write(request.toByteArray());
        StatusLine answer = StatusLine.read(line());
        skipHead();
        if (answer.code() / 100 != 2) {
            throw new IOException("the proxy " + proxy.address() + " gives no way to " + target + " (" + answer + ")");
        }
    }

    /** Goes on with TLS. */
    void secure(String host, Tls tls) throws IOException {
        try {
            SSLSocket secured = (SSLSocket) tls.context()
                    .getSocketFactory()
                    .createSocket(current, host.replaceAll("[\\[\\]]", ""), current.getPort(), true);
            if (tls.checksName()) {
                SSLParameters parameters = secured.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secured.setSSLParameters(parameters);
            }
            secured.startHandshake();
            current = secured;
        } catch (IOException failure) {
            throw told(failure);
        }
    }

    /** This side's address as mail servers want to hear it (RFC 5321, section 4.1.3). */
    String localLiteral() {
        InetAddress local = first.getLocalAddress();
        String address = local.getHostAddress().replaceFirst("%.*", "");
        return local instanceof Inet6Address ? "[IPv6:" + address + "]" : "[" + address + "]";
    }

    void write(byte[] bytes) throws IOException {
        try {
            current.getOutputStream().write(bytes);
            current.getOutputStream().flush();
        } catch (IOException failure) {
            throw told(failure);
        }
    }

    /** The next line, without its end; each byte above 127 as one character. */
    String line() throws IOException {
        try {
            InputStream in = current.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the connection was closed before an answer");
                }
                if (line.length() >= LONGEST_LINE) {
                    throw new IOException("an answer with a line of more than " + LONGEST_LINE + " bytes");
                }
                line.append((char) next);
            }
            return line.toString().replaceFirst("\r$", "");
        } catch (IOException failure) {
            throw told(failure);
        }
    }

    /** Goes past the fields of an HTTP head, and its empty line. */
    void skipHead() throws IOException {
        for (int count = 0; !line().isEmpty(); count++) {
            if (count > MOST_LINES) {
                throw new IOException("an answer with more than " + MOST_LINES + " fields");
            }
        }
    }

    private void cut() {
        late = true;
        close();
    }

    private IOException told(IOException failure) {
        if (!late) {
            return failure;
        }
        return deadlines.isClosed() ? new Stopped() : new SocketTimeoutException("it takes too long");
    }

    @Override
    public void close() {
        end.met();
        try {
            // of the socket below TLS: never waits for the other side
            first.close();
        } catch (IOException closed) {
            // it was of no use already
        }
    }
}
