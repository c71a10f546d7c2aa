package io.github.migrationconnector.commandline.internal.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A daemon that answers as it was told, and leaves the files of a real one in a home. */
public final class FakeDaemon implements AutoCloseable {
    public static final String TOKEN = "the-token";

    private final HttpsServer server;
    private final X509Certificate certificate;
    private final Map<String, Deque<Reply>> replies = new HashMap<>();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    /** What came. */
    public record Request(String line, String authorization, String contentType, String ifMatch, String body) {}

    private record Reply(int status, byte[] body) {}

    public FakeDaemon(Path home) throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        certificate = selfSigned(keys);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        server.createContext("/", this::serve);
        server.start();
        Files.createDirectories(home.resolve("run"));
        Files.createDirectories(home.resolve("tls"));
        Files.writeString(
                home.resolve("run/address"),
                "https://127.0.0.1:" + server.getAddress().getPort() + "\n");
        writeCertificate(home, certificate);
        Files.writeString(home.resolve("token"), TOKEN);
    }

    /** Writes a certificate as a daemon does. */
    public static void writeCertificate(Path home, X509Certificate certificate) throws Exception {
        Files.writeString(
                home.resolve("tls/certificate.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    /** SHA-256 of its certificate, as openssl writes it. */
    public String fingerprint() throws Exception {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    /** Makes a certificate that nobody vouches for, and whose name fits nothing. */
    public static X509Certificate selfSigned(KeyPair keys) throws Exception {
        X500Principal name = new X500Principal("CN=elsewhere");
        Instant now = Instant.now();
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(now.minusSeconds(60)),
                                Date.from(now.plusSeconds(3600)),
                                name,
                                keys.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    private SSLContext context(KeyPair keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("daemon", keys.getPrivate(), new char[0], new Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** Says what to answer to a request line such as {@code GET /status}; the last answer said is repeated. */
    public FakeDaemon on(String line, int status, String body) {
        return on(line, status, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for what is no text. */
    public synchronized FakeDaemon on(String line, int status, byte[] body) {
        replies.computeIfAbsent(line, key -> new ArrayDeque<>()).add(new Reply(status, body));
        return this;
    }

    private synchronized Reply reply(String line) {
        Deque<Reply> waiting = replies.get(line);
        if (waiting == null) {
            String nothing = "{\"detail\": \"there is nothing at " + line + "\", \"fix\": \"Look it up.\"}";
            return new Reply(404, nothing.getBytes(StandardCharsets.UTF_8));
        }
        return waiting.size() == 1 ? waiting.peek() : waiting.poll();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString().substring("/api/v1".length());
            String line = exchange.getRequestMethod() + " " + path;
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(
                    line,
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("If-Match")),
                    body));
            Reply reply = reply(line);
            byte[] bytes = reply.body();
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
