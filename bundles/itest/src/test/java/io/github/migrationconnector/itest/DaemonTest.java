package io.github.migrationconnector.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One daemon, seen from outside: what it lets in, what it refuses, how it ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DaemonTest {
    private Path directory;
    private Path home;
    private DaemonProcess daemon;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        this.directory = directory;
        home = directory.resolve("home");
        daemon = DaemonProcess.start(home);
    }

    @AfterAll
    void end() throws Exception {
        daemon.close();
    }

    @Test
    @Order(1)
    void answersWithTheCertificateThatItAnnounced() throws Exception {
        Path shown = directory.resolve("shown.pem");
        Command handshake = openssl("-showcerts");
        Files.writeString(shown, handshake.output());
        assertThat(Command.run("openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", shown.toString())
                        .output())
                .containsIgnoringCase(daemon.fingerprint());
        assertThat(daemon.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    @Order(1)
    void writesWhereItAnswersAndWhatHappens() throws IOException {
        assertThat(home.resolve("run/address")).hasContent("https://127.0.0.1:" + daemon.port());
        assertThat(home.resolve("run/lock")).hasContent(String.valueOf(daemon.pid()));
        String password =
                Files.readString(home.resolve("tls/keystore.password")).strip();
        assertThat(home.resolve("log/connector.log"))
                .content()
                .contains("Jetty")
                .doesNotContain(password);
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(
            strings = {
                "/system/console",
                "/system/console/bundles",
                "/system/console/bundles.json",
                "/system/console/configMgr",
                "/system/console/status-System%20Properties.txt",
                "/system/console/vmstat"
            })
    void showsNothingOfTheConsoleWithoutALogin(String path) throws Exception {
        String builtIn = "Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8));
        for (String[] headers : new String[][] {{}, {"Authorization", builtIn}}) {
            assertThat(daemon.get(path, headers).statusCode()).isNotEqualTo(200);
            assertThat(daemon.get(path, headers).body()).doesNotContain("org.apache.felix.scr");
        }
    }

    @Test
    @Order(1)
    void speaksNoPlainHttp() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), daemon.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain(" 200 ");
        }
    }

    @Test
    @Order(1)
    void speaksTls12And13AndNothingOlder() throws Exception {
        assertThat(openssl("-tls1_2").output()).contains("Cipher is ECDHE");
        assertThat(openssl("-tls1_3").output()).contains("Cipher is TLS_");
        // with the server's own key as it is, whoever got it later could read what was sent before
        assertThat(openssl("-tls1_2", "-cipher", "kRSA").output()).contains("Cipher is (NONE)");
        // security level 0: openssl itself would refuse to try otherwise
        for (String old : new String[] {"-tls1", "-tls1_1"}) {
            assertThat(openssl(old, "-cipher", "ALL:@SECLEVEL=0").output()).contains("Cipher is (NONE)");
        }
    }

    @Test
    @Order(1)
    void keepsItsHomeForItself() throws Exception {
        Command second = connector("run", "--home", home.toString(), "--https-port", "0");
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.output())
                .contains("another connector (process " + daemon.pid() + ") uses the home " + home)
                .contains("--home DIR");
        assertThat(daemon.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    @Order(1)
    void aSecondOneSaysThatThePortIsTaken() throws Exception {
        Command second = connector(
                "run", "--home", directory.resolve("other").toString(), "--https-port", String.valueOf(daemon.port()));
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.output())
                .contains("port " + daemon.port() + " on 0.0.0.0 is taken by another program")
                .contains("--https-port");
    }

    @Test
    @Order(2)
    void comesBackAfterASuddenEnd() throws Exception {
        String before = daemon.fingerprint();
        daemon.kill();
        daemon.close();
        daemon = DaemonProcess.start(home);
        assertThat(daemon.fingerprint()).isEqualTo(before);
        assertThat(daemon.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    @Order(3)
    void stopsInGoodOrderOnSigterm() throws Exception {
        int port = daemon.port();
        assertThat(daemon.terminate()).as(daemon.output()).isZero();
        assertThat(home.resolve("run/address")).doesNotExist();
        assertThat(home.resolve("log/connector.log")).content().contains("Stopped Jetty");
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }

    private Command openssl(String... words) throws Exception {
        String[] common = {"openssl", "s_client", "-connect", "127.0.0.1:" + daemon.port()};
        String[] all = new String[common.length + words.length];
        System.arraycopy(common, 0, all, 0, common.length);
        System.arraycopy(words, 0, all, common.length, words.length);
        return Command.run(all);
    }

    private static Command connector(String... words) throws Exception {
        String[] all = new String[words.length + 1];
        all[0] = Installed.directory().resolve("bin/connector").toString();
        System.arraycopy(words, 0, all, 1, words.length);
        return Command.run(all);
    }
}
