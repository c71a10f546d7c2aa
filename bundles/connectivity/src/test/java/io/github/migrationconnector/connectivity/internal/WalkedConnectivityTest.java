package io.github.migrationconnector.connectivity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.connectivity.ConnectivityFinding;
import io.github.migrationconnector.api.connectivity.ConnectivityFinding.Outcome;
import io.github.migrationconnector.api.connectivity.ConnectivityReport;
import io.github.migrationconnector.api.connectivity.ConnectivityStep;
import io.github.migrationconnector.api.connectivity.ReachedEndpoint;
import io.github.migrationconnector.api.connectivity.ReachedPeer;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each step is broken in turn; the report names exactly that one. */
class WalkedConnectivityTest {
    private static final String HOST = "127.0.0.1";

    @TempDir
    Path directory;

    private final WalkedConnectivity connectivity = new WalkedConnectivity(Duration.ofSeconds(5));
    private TlsServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TlsServer(directory);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        connectivity.close();
    }

    private ConnectivityReport walk(String host, int port, ProxySettings proxy, ReachedPeer peer) {
        return connectivity.check(new ReachedEndpoint("test", host, port, proxy, peer));
    }

    private static String outcomes(ConnectivityReport report) {
        return report.findings().stream()
                .map(finding -> finding.step() + " " + finding.outcome())
                .collect(Collectors.joining(", "));
    }

    private static ConnectivityFinding failed(ConnectivityReport report, ConnectivityStep step) {
        assertThat(report.reached()).isFalse();
        ConnectivityFinding failed = report.findings().stream()
                .filter(finding -> finding.outcome() == Outcome.FAILED)
                .findFirst()
                .orElseThrow();
        assertThat(failed.step()).as(failed.toString()).isEqualTo(step);
        assertThat(failed.fix()).isNotBlank();
        assertThat(report.findings())
                .filteredOn(finding -> finding.step().compareTo(step) > 0)
                .allMatch(finding -> finding.outcome() == Outcome.SKIPPED)
                .hasSize((int) List.of(ConnectivityStep.values()).stream()
                        .filter(other -> other.compareTo(step) > 0 && other != ConnectivityStep.PROXY)
                        .count());
        return failed;
    }

    @Test
    void walksToTheEnd() {
        ConnectivityReport report = walk(HOST, server.port(), ProxySettings.NONE, server.peer(true, true));
        assertThat(outcomes(report)).isEqualTo("DNS OK, TCP OK, TLS OK, LOGIN OK");
        assertThat(report.reached()).isTrue();
        assertThat(report.findings().get(2).detail()).contains("TLSv1.3", "CN=lab");
        assertThat(report.findings().get(3).detail()).isEqualTo("user/test");
    }

    @Test
    void namesAnUnknownName() {
        ConnectivityFinding failed = failed(
                walk("no-such-host.invalid", 443, ProxySettings.NONE, server.peer(true, true)), ConnectivityStep.DNS);
        assertThat(failed.detail()).contains("no-such-host.invalid");
    }

    @Test
    void namesAPortWhereNobodyListens() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        failed(walk(HOST, closed, ProxySettings.NONE, server.peer(true, true)), ConnectivityStep.TCP);
    }

    @Test
    void tellsAnUnknownIssuerFromAnotherNameAndFromNoTls() throws Exception {
        assertThat(failed(walk(HOST, server.port(), ProxySettings.NONE, server.peer(false, true)), ConnectivityStep.TLS)
                        .detail())
                .contains("authority that is not trusted");
        assertThat(failed(
                                walk("localhost", server.port(), ProxySettings.NONE, server.peer(true, true)),
                                ConnectivityStep.TLS)
                        .detail())
                .contains("not for localhost");
        try (FakeProxy plain = new FakeProxy("220 mail.example ready\r\n\r\n", 0)) {
            assertThat(failed(
                                    walk(HOST, plain.port(), ProxySettings.NONE, server.peer(true, true)),
                                    ConnectivityStep.TLS)
                            .detail())
                    .contains("no TLS");
        }
    }

    @Test
    void namesALoginThatIsRefused() {
        ConnectivityFinding failed =
                failed(walk(HOST, server.port(), ProxySettings.NONE, server.peer(true, false)), ConnectivityStep.LOGIN);
        assertThat(failed.detail()).isEqualTo("who are you?");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 407 Proxy Authentication Required, wants a login",
        "HTTP/1.1 403 Filtered, gives no way",
        "SSH-2.0-x, not an HTTP proxy"
    })
    void namesTheProxy(String answer, String words) throws Exception {
        try (FakeProxy refusing = new FakeProxy(answer + "\r\n\r\n", 0)) {
            ConnectivityFinding failed = failed(
                    walk("ebs.example", 443, proxy(refusing.port()), server.peer(true, true)), ConnectivityStep.PROXY);
            assertThat(failed.detail()).contains(words).doesNotContain("s3cret");
        }
    }

    @Test
    void tellsAProxyThatWantsTls() throws Exception {
        ConnectivityFinding failed =
                failed(walk("ebs.example", 443, proxy(server.port()), server.peer(true, true)), ConnectivityStep.PROXY);
        assertThat(failed.detail()).contains("wants to be asked in TLS");
        assertThat(failed.fix()).contains("port for plain HTTP");
    }

    @Test
    void letsThePeerSayWhyItDoesNotTrust() {
        ReachedPeer pinning = new ReachedPeer() {
            @Override
            public SSLSocket tls(Socket connected, ReachedEndpoint endpoint) throws IOException {
                return server.peer(false, true).tls(connected, endpoint);
            }

            @Override
            public Optional<Problem> why(IOException failure) {
                return Optional.of(Problem.fatal("CHANGED", "another certificate", "accept it"));
            }

            @Override
            public String logIn() {
                throw new AssertionError("nothing is sent to whom nobody trusts");
            }
        };
        ConnectivityFinding failed =
                failed(walk(HOST, server.port(), ProxySettings.NONE, pinning), ConnectivityStep.TLS);
        assertThat(failed.detail()).isEqualTo("another certificate");
        assertThat(failed.fix()).isEqualTo("accept it");
    }

    @Test
    void walksThroughAProxyAndPastItToItsExceptions() throws Exception {
        try (FakeProxy passing = new FakeProxy("HTTP/1.1 200 OK\r\n\r\n", server.port())) {
            ConnectivityReport through = walk(HOST, server.port(), proxy(passing.port()), server.peer(true, true));
            assertThat(outcomes(through)).isEqualTo("DNS OK, TCP OK, PROXY OK, TLS OK, LOGIN OK");
            // Aladdin and the sesame of RFC 7617, section 2
            assertThat(passing.asked())
                    .contains("CONNECT 127.0.0.1:" + server.port(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
            ConnectivityReport past = walk(HOST, server.port(), proxy(passing.port(), HOST), server.peer(true, true));
            assertThat(outcomes(past)).isEqualTo("DNS OK, TCP OK, TLS OK, LOGIN OK");
        }
    }

    @Test
    void walksToAllSides() {
        connectivity.bindSide(() -> List.of(
                new ReachedEndpoint("a", HOST, server.port(), ProxySettings.NONE, server.peer(true, true)),
                new ReachedEndpoint("b", "no-such-host.invalid", 1, ProxySettings.NONE, server.peer(true, true))));
        assertThat(connectivity.check()).extracting(ConnectivityReport::reached).containsExactly(true, false);
    }

    private static ProxySettings proxy(int port, String... exceptions) {
        return new ProxySettings(HOST, port, "Aladdin", Secret.of("open sesame"), List.of(exceptions));
    }

    /** Answers the same to each; with a port it then passes the bytes on. */
    private static final class FakeProxy implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName(HOST));
        private final StringBuffer asked = new StringBuffer();

        FakeProxy(String answer, int onwards) throws IOException {
            Thread thread = new Thread(() -> serve(answer, onwards), "test-proxy");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return listener.getLocalPort();
        }

        String asked() {
            return asked.toString();
        }

        private void serve(String answer, int onwards) {
            while (!listener.isClosed()) {
                try (Socket client = listener.accept()) {
                    byte[] request = new byte[4096];
                    int length = client.getInputStream().read(request);
                    asked.append(new String(request, 0, Math.max(0, length), StandardCharsets.ISO_8859_1));
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    if (onwards > 0) {
                        pass(client, onwards);
                    }
                } catch (IOException gone) {
                    // the client's to tell
                }
            }
        }

        private static void pass(Socket client, int onwards) throws IOException {
            try (Socket server = new Socket(HOST, onwards)) {
                Thread back = new Thread(() -> copy(server, client), "test-proxy-back");
                back.setDaemon(true);
                back.start();
                copy(client, server);
            }
        }

        private static void copy(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException gone) {
                // one of them closed
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
