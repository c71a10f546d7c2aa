package io.github.migrationconnector.aws.internal.fake;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;

/** An HTTPS server that a test scripts down to the byte: a server that behaves would not need testing against. */
public final class FakeHttps implements AutoCloseable {
    private final SSLServerSocket listener;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What is done when a request's head was read. */
    @FunctionalInterface
    public interface Script {
        void answer(Exchange exchange) throws Exception;
    }

    /** A request, without the body. */
    public record Request(String method, String target, Map<String, String> headers) {}

    public FakeHttps(TestAuthority authority, Script script) throws Exception {
        this.script = script;
        this.listener = (SSLServerSocket) authority
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        start("fake-https-accept", this::accept);
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                start("fake-https-connection", () -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            while (true) {
                Request request = readHead(in);
                requests.add(request);
                script.answer(new Exchange(request, socket, closed));
            }
        } catch (Exception e) {
            // the client went away, or the script ended the connection
            sockets.remove(socket);
        }
    }

    private static Request readHead(InputStream in) throws IOException {
        String[] line = readLine(in).split(" ");
        Map<String, String> headers = new TreeMap<>();
        for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        return new Request(line[0], line[1], headers);
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException();
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** One request and the connection it came by. */
    public static final class Exchange {
        private final Request request;
        private final Socket socket;
        private final CountDownLatch serverClosed;

        Exchange(Request request, Socket socket, CountDownLatch serverClosed) {
            this.request = request;
            this.socket = socket;
            this.serverClosed = serverClosed;
        }

        public Request request() {
            return request;
        }

        /** Reads the request's body. */
        public byte[] body() throws IOException {
            return socket.getInputStream()
                    .readNBytes(Integer.parseInt(request.headers().getOrDefault("content-length", "0")));
        }

        /** What comes after the request's head. */
        public InputStream input() throws IOException {
            return socket.getInputStream();
        }

        /** Sends an answer with its length. */
        public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
            raw(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            raw(body);
        }

        /** Sends an error answer of EBS. */
        public void refuse(int status, String type, String message) throws IOException {
            String body = "{\"Message\":\"" + message + "\"}";
            send(status, Map.of("x-amzn-ErrorType", type), body.getBytes(StandardCharsets.UTF_8));
        }

        /** Sends bytes as they are. */
        public void raw(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /** Ends the connection by TLS's rules. */
        public void hangUp() throws IOException {
            socket.close();
        }

        /** Never answers, reads no more, and keeps the connection until the test ends. */
        public void stall() throws InterruptedException {
            serverClosed.await();
        }
    }

    public URI url() {
        return URI.create("https://127.0.0.1:" + listener.getLocalPort());
    }

    /** The requests so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How many connections were made so far. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
