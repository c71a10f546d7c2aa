package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpsPortTest {
    @TempDir
    private Path directory;

    @Test
    void tellsThatAnotherProgramHasIt() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpsAddress address = new HttpsAddress(InetAddress.getLoopbackAddress(), other.getLocalPort());
            assertThatThrownBy(() -> HttpsPort.free(address)).isInstanceOfSatisfying(LaunchException.class, e -> {
                assertThat(e).hasMessageContaining("port " + other.getLocalPort() + " on 127.0.0.1 is taken");
                assertThat(e.fix()).contains("--https-port");
            });
        }
    }

    @Test
    void findsAnyFreeOneForZero() {
        HttpsAddress address = HttpsPort.free(new HttpsAddress(InetAddress.getLoopbackAddress(), 0));
        assertThat(address.port()).isPositive();
        assertThat(HttpsPort.free(address)).isEqualTo(address);
    }

    @Test
    void tellsThatTheAddressIsAnothers() throws Exception {
        // TEST-NET-1 (RFC 5737): no host has it
        HttpsAddress address = new HttpsAddress(InetAddress.getByName("192.0.2.1"), 0);
        assertThatThrownBy(() -> HttpsPort.free(address))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("192.0.2.1 is not an address of this host");
    }

    @Test
    void doesNotTakeAnothersAnswerForOurs() throws Exception {
        X509Certificate certificate = new HttpsIdentityFiles(directory, Clock.systemUTC())
                .loadOrMake()
                .certificate();
        ServerSocket other = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread answering = new Thread(() -> refuseAll(other), "other-program");
        answering.start();
        try {
            HttpsAddress address = new HttpsAddress(InetAddress.getLoopbackAddress(), other.getLocalPort());
            assertThatThrownBy(() ->
                            HttpsPort.awaitAnswer(address, certificate, Duration.ofMillis(300), new CountDownLatch(1)))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("the web server does not answer on " + address.localUrl());
        } finally {
            other.close();
            answering.join();
        }
    }

    @Test
    void stopsWaitingWhenThereIsNothingToWaitFor() throws Exception {
        X509Certificate certificate = new HttpsIdentityFiles(directory, Clock.systemUTC())
                .loadOrMake()
                .certificate();
        HttpsAddress address = HttpsPort.free(new HttpsAddress(InetAddress.getLoopbackAddress(), 0));
        assertThat(HttpsPort.awaitAnswer(address, certificate, Duration.ofMinutes(5), new CountDownLatch(0)))
                .isFalse();
    }

    @Test
    void waitsForAnAnswerThatIsSlow() throws Exception {
        HttpsIdentity identity = new HttpsIdentityFiles(directory, Clock.systemUTC()).loadOrMake();
        try (ServerSocket slow = server(identity)) {
            Thread answering = new Thread(() -> answerLate(slow), "slow-web-server");
            answering.start();
            HttpsAddress address = new HttpsAddress(InetAddress.getLoopbackAddress(), slow.getLocalPort());
            assertThat(HttpsPort.awaitAnswer(
                            address, identity.certificate(), Duration.ofMillis(300), new CountDownLatch(1)))
                    .isTrue();
            answering.join();
        }
    }

    private static ServerSocket server(HttpsIdentity identity) throws Exception {
        char[] password = identity.password().toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(identity.keyStore().toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 16, InetAddress.getLoopbackAddress());
    }

    /** Its first handshake begins after seconds, as that of a JVM on a slow machine does. */
    private static void answerLate(ServerSocket socket) {
        try (SSLSocket accepted = (SSLSocket) socket.accept()) {
            Thread.sleep(6_000);
            accepted.startHandshake();
            assertThat(accepted.getInputStream().read()).isEqualTo(-1);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void refuseAll(ServerSocket socket) {
        try {
            while (true) {
                socket.accept().close();
            }
        } catch (IOException e) {
            assertThat(socket.isClosed()).isTrue();
        }
    }
}
