package io.github.migrationconnector.store.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the tests' own: Debian's programs, run as an ordinary user on a free port of loopback, in a temporary
 * directory. It ends when it is closed, and by itself when this JVM dies.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String USER = "connector";
    private static final int TRIES = 300;

    private final Path directory;
    private final Process process;
    private final int port;
    private final String password = UUID.randomUUID().toString();

    /** Starts one. */
    PostgresServer() {
        try {
            Path programs = programs();
            directory = Files.createTempDirectory("connector-postgres");
            Path given = Files.writeString(directory.resolve("password"), password);
            List<String> ordinary = asOrdinaryUser();
            if (!ordinary.isEmpty()) {
                run(List.of("chown", "-R", "nobody", directory.toString()));
            }
            Path cluster = directory.resolve("cluster");
            List<String> init = new ArrayList<>(ordinary);
            init.addAll(List.of(
                    programs.resolve("initdb").toString(),
                    "--pgdata=" + cluster,
                    "--username=" + USER,
                    "--pwfile=" + given,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync"));
            run(init);
            port = freePort();
            List<String> start = new ArrayList<>(List.of(
                    "sh",
                    "-c",
                    // its input ends when the JVM does, however that happens
                    "exec 3<&0; \"$@\" </dev/null 3<&- & server=$!; cat <&3 >/dev/null; kill -QUIT $server; wait $server",
                    "sh"));
            start.addAll(ordinary);
            start.addAll(List.of(
                    programs.resolve("postgres").toString(),
                    "-D",
                    cluster.toString(),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "port=" + port,
                    "-c",
                    "unix_socket_directories=",
                    // what the tests write need not survive a power cut
                    "-c",
                    "fsync=off"));
            process = new ProcessBuilder(start)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            awaitAnswer();
        } catch (IOException failure) {
            throw new AssertionError("PostgreSQL can't be started", failure);
        }
    }

    /** The one of this JVM, started when it is asked for first. */
    public static PostgresServer shared() {
        return Shared.SERVER;
    }

    private static final class Shared {
        static final PostgresServer SERVER = new PostgresServer();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close, "postgresql-end"));
        }
    }

    /** Makes a new, empty database, and answers its name. */
    String newDatabase() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        execute("create database " + name);
        return name;
    }

    /** How a database of that name is reached. */
    PostgresSettings settings(String database) {
        return new PostgresSettings(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + USER, Optional.of(password));
    }

    /** Ends every connection to a database, as a restart of the server would. */
    void hangUp() {
        execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null");
    }

    private void execute(String statement) {
        try (Connection connection = connect();
                Statement made = connection.createStatement()) {
            made.execute(statement);
        } catch (SQLException failure) {
            throw new AssertionError(statement, failure);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password);
    }

    private void awaitAnswer() throws IOException {
        SQLException last = null;
        for (int attempt = 0; attempt < TRIES && process.isAlive(); attempt++) {
            try (Connection connection = connect()) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException failure) {
                last = failure;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException failure) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        close();
        throw new AssertionError("PostgreSQL did not start", last);
    }

    private static Path programs() throws IOException {
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                List<Path> found = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .sorted(Comparator.naturalOrder())
                        .toList();
                if (!found.isEmpty()) {
                    return found.get(found.size() - 1);
                }
            }
        }
        throw new AssertionError("PostgreSQL is missing: apt-get install postgresql");
    }

    /** PostgreSQL refuses to run as root. */
    private static List<String> asOrdinaryUser() {
        return System.getProperty("user.name").equals("root")
                ? List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--")
                : List.of();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " failed: " + said);
            }
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor(20, TimeUnit.SECONDS);
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
        }
    }
}
