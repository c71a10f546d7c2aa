package io.github.migrationconnector.notifications.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class WireTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Deadlines deadlines = new Deadlines();

    @AfterEach
    void stop() {
        deadlines.close();
    }

    @Test
    void goesOnToTheNextAddressOfAName() throws IOException {
        InetAddress nobody = InetAddress.getByName("127.0.0.2");
        InetAddress somebody = InetAddress.getByName("127.0.0.1");
        try (ServerSocket server = new ServerSocket(0, 1, somebody);
                Wire wire = Wire.open(List.of(nobody, somebody), server.getLocalPort(), MINUTE, deadlines)) {
            server.setSoTimeout((int) MINUTE.toMillis());
            try (var accepted = server.accept()) {
                accepted.getOutputStream().write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(wire.line()).isEqualTo("220 ready");
            }
        }
    }

    @Test
    void tellsWhyTheLastOneFailed() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        List<InetAddress> both = List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"));
        assertThatThrownBy(() -> Wire.open(both, port, MINUTE, deadlines))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("refused");
    }

    /** One that keeps a connection busy by a byte now and then. */
    private static ServerSocket dripping() throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Thread drips = new Thread(() -> {
            try (Socket client = server.accept()) {
                while (true) {
                    client.getOutputStream().write('2');
                    Thread.sleep(20);
                }
            } catch (IOException | InterruptedException over) {
                // the client has gone
            }
        });
        drips.setDaemon(true);
        drips.start();
        return server;
    }

    private Wire to(ServerSocket server, Duration within) throws IOException {
        return Wire.open(List.of(server.getInetAddress()), server.getLocalPort(), within, deadlines);
    }

    @Test
    @Timeout(30)
    void aServerThatDripsIsLeftWhenTheTimeIsUp() throws IOException {
        try (ServerSocket server = dripping();
                Wire wire = to(server, Duration.ofMillis(300))) {
            assertThatThrownBy(wire::line).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    @Timeout(30)
    void aServerThatDripsIsLeftWhenEverythingStops() throws Exception {
        try (ServerSocket server = dripping();
                Wire wire = to(server, MINUTE)) {
            FutureTask<Throwable> reading = new FutureTask<>(() -> catchThrowable(wire::line));
            new Thread(reading).start();
            Thread.sleep(200);
            deadlines.close();
            assertThat(reading.get(10, TimeUnit.SECONDS)).isInstanceOf(Stopped.class);
            assertThatThrownBy(() -> to(server, MINUTE)).isInstanceOf(Stopped.class);
        }
    }
}
