package io.github.migrationconnector.autoupgrade.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.credential.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A web server that answers, and ones that drip. */
@Timeout(60)
final class HttpsRepositoryTest {
    private static final Duration BRIEF = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String PASSWORD = "of-a-test";

    private static SSLContext tls;

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    }

    @Test
    void opensWhatIsThereAndNothingElse() throws Exception {
        try (Server there = Server.over(tlsSocket(), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")) {
            Optional<InputStream> file =
                    repository(there, ProxySettings.NONE, LONG).open("a/b");
            try (InputStream in = file.orElseThrow()) {
                assertThat(in.readAllBytes())
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("hi");
            }
        }
        try (Server empty = Server.over(tlsSocket(), "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(repository(empty, ProxySettings.NONE, LONG).open("a/b")).isEmpty();
        }
        try (Server ill = Server.over(tlsSocket(), "HTTP/1.1 500 Ill\r\nContent-Length: 0\r\n\r\n")) {
            assertThatThrownBy(() -> repository(ill, ProxySettings.NONE, LONG).open("a/b"))
                    .hasMessageContaining("status 500");
        }
    }

    @Test
    void givesUpOneWhoseHeadersNeverEnd() throws Exception {
        try (Server dripping = Server.over(tlsSocket(), "HTTP/1.1 200 OK\r\nX-Drip: ")) {
            dripping.drip("d");
            refuses(repository(dripping, ProxySettings.NONE, BRIEF));
            dripping.awaitEnd();
        }
    }

    /** Before a handshake is over nothing of the server is trusted yet; the proxy is another server that may drip. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0016\u0003\u0003\u0040\u0000", "HTTP/1.1 200 OK\r\nX-Drip: "})
    void givesUpOneBeforeThatToo(String beginning) throws Exception {
        try (Server dripping = Server.over(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), beginning)) {
            dripping.drip("d");
            ProxySettings proxy = beginning.startsWith("HTTP") ? dripping.asProxy() : ProxySettings.NONE;
            refuses(repository(dripping, proxy, BRIEF));
            dripping.awaitEnd();
        }
    }

    private static void refuses(HttpsRepository repository) {
        assertThatThrownBy(() -> repository.open("metadata/timestamp.json"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gives no whole answer within 1 s");
    }

    private static ServerSocket tlsSocket() throws IOException {
        return tls.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static HttpsRepository repository(Server server, ProxySettings proxy, Duration limit) {
        // a proxy is not asked for what is on this machine
        String host = proxy.isNone() ? "localhost" : "releases.invalid";
        URI base = URI.create("https://" + host + ":" + server.socket.getLocalPort() + "/releases/");
        return new HttpsRepository(base, tls.getSocketFactory(), proxy, limit);
    }

    /** Says the same to each that comes, and then drips until nobody listens any more. */
    private static final class Server implements AutoCloseable {
        private final ServerSocket socket;
        private final String answer;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile String drop = "";

        private Server(ServerSocket socket, String answer) {
            this.socket = socket;
            this.answer = answer;
        }

        static Server over(ServerSocket socket, String answer) {
            Server server = new Server(socket, answer);
            Thread thread = new Thread(server::serve, "test-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        }

        void drip(String each) {
            drop = each;
        }

        ProxySettings asProxy() {
            return new ProxySettings("127.0.0.1", socket.getLocalPort(), "", Secret.of(""), List.of());
        }

        /** The client has cut it off: nobody goes on reading what drips. */
        void awaitEnd() throws InterruptedException {
            assertThat(ended.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        private void serve() {
            try (Socket client = socket.accept()) {
                OutputStream out = client.getOutputStream();
                InputStream in = client.getInputStream();
                int unused = in.read(new byte[1 << 14]);
                out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                while (!drop.isEmpty()) {
                    out.write(drop.getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (IOException | InterruptedException cutOff) {
                ended.countDown();
            }
        }

        @Override
        public void close() throws IOException {
            drop = "";
            socket.close();
        }
    }
}
