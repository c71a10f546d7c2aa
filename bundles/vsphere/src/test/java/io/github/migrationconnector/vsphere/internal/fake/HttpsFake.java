package io.github.migrationconnector.vsphere.internal.fake;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;

/** An HTTPS server in this process that can misbehave in every way a test needs. */
public final class HttpsFake implements AutoCloseable {
    private final ServerSocket listener;
    private final Answering answering;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile TestCertificate certificate;

    /** A request as it came. Header names are in lower case. */
    public record Request(String method, String target, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** What the server does with a request. */
    public sealed interface Reply {
        /** Answers. Content-Length is added. */
        record Answer(int status, Map<String, String> headers, byte[] body) implements Reply {}

        /** Sends these bytes as they are, then closes the connection. */
        record Raw(byte[] bytes) implements Reply {}

        /** Never answers. */
        record Stall() implements Reply {}

        /** Resets the connection. */
        record Reset() implements Reply {}
    }

    /** Decides. */
    public interface Answering {
        Reply to(Request request);
    }

    public HttpsFake(TestCertificate certificate, Answering answering) {
        this.certificate = certificate;
        this.answering = answering;
        try {
            listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("fake-accept", this::accept);
    }

    public static Reply.Answer answer(int status, String body) {
        return new Reply.Answer(
                status, Map.of("Content-Type", "text/xml; charset=utf-8"), body.getBytes(StandardCharsets.UTF_8));
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many requests arrived whole. */
    public int requests() {
        return requests.get();
    }

    /** How many connections were accepted. */
    public int connections() {
        return connections.get();
    }

    /** Shows another certificate to connections from now on. */
    public void show(TestCertificate other) {
        certificate = other;
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket plain = listener.accept();
                connections.incrementAndGet();
                open.add(plain);
                start("fake-connection", () -> serve(plain));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket plain) {
        try (plain;
                SSLSocket socket = (SSLSocket) certificate
                        .server()
                        .getSocketFactory()
                        .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true)) {
            socket.setUseClientMode(false);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean more = true;
            while (more) {
                more = one(in, socket, plain);
            }
        } catch (IOException e) {
            // the client went away, or did not trust the certificate: its side of the test tells
        } finally {
            open.remove(plain);
        }
    }

    private boolean one(InputStream in, SSLSocket socket, Socket plain) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return false;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        requests.incrementAndGet();
        String[] words = first.split(" ");
        Reply reply = answering.to(new Request(words[0], words[1], headers, new String(body, StandardCharsets.UTF_8)));
        OutputStream out = socket.getOutputStream();
        if (reply instanceof Reply.Answer answer) {
            out.write(head(answer).getBytes(StandardCharsets.US_ASCII));
            if (!words[0].equals("HEAD")) {
                out.write(answer.body());
            }
            out.flush();
            return !"close".equals(answer.headers().get("Connection"));
        }
        if (reply instanceof Reply.Raw raw) {
            out.write(raw.bytes());
            out.flush();
        } else if (reply instanceof Reply.Reset) {
            plain.setSoLinger(true, 0);
            plain.close();
        } else {
            await();
        }
        return false;
    }

    private static String head(Reply.Answer answer) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Told\r\n");
        if (!answer.headers().containsKey("Content-Length")) {
            head.append("Content-Length: ").append(answer.body().length).append("\r\n");
        }
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
