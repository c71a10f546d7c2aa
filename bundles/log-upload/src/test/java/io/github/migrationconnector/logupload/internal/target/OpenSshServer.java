package io.github.migrationconnector.logupload.internal.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real sshd on a free port, for the user that runs the test, who logs in by a key. */
final class OpenSshServer implements AutoCloseable {
    private static final String PROGRAM = "/usr/sbin/sshd";
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path directory;
    private final int port;
    private final Process process;

    /**
     * Starts one.
     *
     * @param hostKeys of which kinds it has keys: ed25519, rsa, ecdsa
     */
    OpenSshServer(Path directory, String... hostKeys) throws Exception {
        this.directory = directory;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        makeKey("client", "ed25519", "");
        makeKey("closed", "ed25519", "open sesame");
        makeKey("foreign", "ed25519", "");
        Files.writeString(
                directory.resolve("authorized"),
                Files.readString(directory.resolve("client.pub")) + Files.readString(directory.resolve("closed.pub")));
        List<String> lines = new ArrayList<>(List.of(
                "Port " + port,
                "ListenAddress 127.0.0.1",
                "PidFile none",
                "UsePAM " + (locked() ? "yes" : "no"),
                "StrictModes no",
                "PasswordAuthentication no",
                "AuthorizedKeysFile " + directory.resolve("authorized"),
                "Subsystem sftp internal-sftp"));
        for (String kind : hostKeys) {
            makeKey("host-" + kind, kind, "");
            lines.add("HostKey " + directory.resolve("host-" + kind));
        }
        Path settings = Files.write(directory.resolve("sshd_config"), lines);
        if (Files.isWritable(Path.of("/run"))) {
            // root's sshd wants it
            Files.createDirectories(Path.of("/run/sshd"));
        }
        process = new ProcessBuilder(PROGRAM, "-D", "-e", "-f", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sshd.log").toFile())
                .start();
        awaitPort();
    }

    /** Whether the password of the user that runs the test is locked: without PAM an sshd then refuses a key as well. */
    private static boolean locked() throws IOException {
        Path shadow = Path.of("/etc/shadow");
        if (!Files.isReadable(shadow)) {
            // nor can an sshd of this user's own read it
            return false;
        }
        try (Stream<String> entries = Files.lines(shadow)) {
            return entries.anyMatch(entry -> entry.startsWith(System.getProperty("user.name") + ":!"));
        }
    }

    private void awaitPort() throws Exception {
        long begun = System.nanoTime();
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() - begun > START_NANOS) {
                    throw new IllegalStateException(
                            "sshd did not start: " + Files.readString(directory.resolve("sshd.log")), notYet);
                }
            }
        }
    }

    private void makeKey(String name, String kind, String passphrase) throws Exception {
        Process made = new ProcessBuilder(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        kind,
                        "-N",
                        passphrase,
                        "-f",
                        directory.resolve(name).toString())
                .inheritIO()
                .start();
        if (made.waitFor() != 0) {
            throw new IllegalStateException("ssh-keygen ended with " + made.exitValue());
        }
    }

    int port() {
        return port;
    }

    String key(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As ssh-keygen says it. */
    String fingerprint(String kind) throws Exception {
        Process told = new ProcessBuilder(
                        "ssh-keygen",
                        "-l",
                        "-f",
                        directory.resolve("host-" + kind + ".pub").toString())
                .start();
        return new String(told.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
                .split(" ")[1];
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
