package io.github.migrationconnector.aws.internal.fake;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.credential.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real forward proxy that asks for a login: Debian's tinyproxy as a child process. */
public final class Tinyproxy implements AutoCloseable {
    public static final String USER = "proxyuser";
    public static final String PASSWORD = "pr0xy-secret";

    private static final long START_MILLIS = 20_000;

    private final Process process;
    private final Path log;
    private final int port;

    /** @param more lines of its configuration */
    public Tinyproxy(Path directory, String... more) {
        try {
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            log = directory.resolve("tinyproxy.log");
            Path configuration = directory.resolve("tinyproxy.conf");
            Files.writeString(
                    configuration,
                    "Port " + port + "\nListen 127.0.0.1\nTimeout 60\nMaxClients 100\nLogLevel Connect\nBasicAuth "
                            + USER + " " + PASSWORD + "\n" + String.join("\n", more) + "\n");
            process = new ProcessBuilder("tinyproxy", "-d", "-c", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError("tinyproxy is missing; install it: sudo apt-get install tinyproxy-bin", e);
        }
        awaitListening();
    }

    private void awaitListening() {
        long ends = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > ends) {
                    throw new AssertionError("tinyproxy does not listen: " + log(), e);
                }
                Thread.onSpinWait();
            }
        }
    }

    /** How to reach it. */
    public ProxySettings settings(String user, String password, String... exceptions) {
        return new ProxySettings("127.0.0.1", port, user, Secret.of(password), List.of(exceptions));
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
