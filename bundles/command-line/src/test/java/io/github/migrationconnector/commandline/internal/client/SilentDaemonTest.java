package io.github.migrationconnector.commandline.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.fake.FakeDaemon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that takes the connection and gets to no TLS handshake, as one does for a while that just started on a slow machine. */
final class SilentDaemonTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @TempDir
    private Path home;

    private ServerSocket daemon;

    @BeforeEach
    void listen() throws Exception {
        daemon = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Files.createDirectories(home.resolve("run"));
        Files.writeString(home.resolve("run/address"), "https://127.0.0.1:" + daemon.getLocalPort());
        Files.writeString(home.resolve("token"), "abc");
        Files.createDirectories(home.resolve("tls"));
        FakeDaemon.writeCertificate(
                home, FakeDaemon.selfSigned(KeyPairGenerator.getInstance("EC").generateKeyPair()));
    }

    @AfterEach
    void end() throws IOException {
        daemon.close();
    }

    @Test
    void isNotOneThatDoesNotRun() {
        assertThat(failure(new DaemonFiles(home), PATIENCE))
                .hasMessageStartingWith("the daemon did not answer within")
                .satisfies(failure -> assertThat(failure.passing()).isTrue());
    }

    @Test
    void onAnotherMachineCountsAsNobodyBeforeLong() throws Exception {
        Path token = Files.writeString(home.resolve("remote"), "abc");
        Endpoint remote = new RemoteDaemon("127.0.0.1:" + daemon.getLocalPort(), "00".repeat(32), token);
        assertThat(remote.connectWithin())
                .hasValueSatisfying(limit -> assertThat(limit).isLessThan(Daemon.ANSWER_WITHIN));
        assertThat(failure(remote, PATIENCE)).hasMessageStartingWith("nobody answers at");
    }

    private static CommandFailure failure(Endpoint endpoint, Duration patience) {
        return catchThrowableOfType(CommandFailure.class, () -> new Daemon(endpoint, patience).get("/status"));
    }
}
