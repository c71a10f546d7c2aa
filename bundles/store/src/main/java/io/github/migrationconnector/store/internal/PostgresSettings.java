package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where PostgreSQL is, by the one line {@code url} of the settings, and who we are there.
 *
 * @param url as the driver reads it: {@code jdbc:postgresql://HOST:PORT/DATABASE?user=NAME&…}; without a password
 * @param password of a file of its own; empty when the server asks for none
 */
record PostgresSettings(String url, Optional<String> password) {
    /** The mode in which the server must prove who it is. */
    static final String PROVEN = "verify-full";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);
    private static final String FIX =
            "Write it as jdbc:postgresql://HOST:PORT/DATABASE?user=NAME into conf/io.github.migrationconnector.store.cfg.";

    PostgresSettings {
        var properties = Driver.parseURL(url, null);
        if (properties == null) {
            throw Problem.fatal("STORE_SETTINGS_WRONG", "The line url of the store is no address of PostgreSQL.", FIX)
                    .asException();
        }
        if (PGProperty.PASSWORD.getOrDefault(properties) != null) {
            throw Problem.fatal(
                            "STORE_SETTINGS_WRONG",
                            "The line url of the store holds a password.",
                            "Put it into a file that only the connector's user may read, and name that by"
                                    + " passwordFile; change it, since others may have read it.")
                    .asException();
        }
    }

    /** Reads the password of a file that nobody else may read. */
    static PostgresSettings of(String url, String passwordFile) {
        if (passwordFile.isBlank()) {
            return new PostgresSettings(url.strip(), Optional.empty());
        }
        Path file = Path.of(passwordFile.strip());
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw Problem.fatal(
                                "STORE_SETTINGS_WRONG",
                                "Others may read or change " + file + ".",
                                "Say chmod 600 " + file + ", and change the password.")
                        .asException();
            }
            return new PostgresSettings(
                    url.strip(), Optional.of(Files.readString(file).strip()));
        } catch (IOException failure) {
            throw Problem.fatal(
                            "STORE_SETTINGS_WRONG",
                            "The password of the database can't be read: " + failure,
                            "Look at passwordFile in conf/io.github.migrationconnector.store.cfg.")
                    .asException(failure);
        }
    }

    /** Whether the server must prove who it is: always, unless the line says otherwise or nothing leaves the machine. */
    boolean wantsProvenServer() {
        var properties = Driver.parseURL(url, null);
        return PGProperty.SSL_MODE.getOrDefault(properties) == null
                && !LOOPBACK.contains(PGProperty.PG_HOST.getOrDefault(properties));
    }

    /** Server and database, to tell people. */
    String place() {
        var properties = Driver.parseURL(url, null);
        return PGProperty.PG_DBNAME.getOrDefault(properties) + " at " + PGProperty.PG_HOST.getOrDefault(properties)
                + ":" + PGProperty.PG_PORT.getOrDefault(properties);
    }

    /**
     * How PostgreSQL's own tools reach it, without the password, and with the same demand for a proof (libpq, "Keyword/Value
     * Connection Strings").
     */
    String connection() {
        var properties = Driver.parseURL(url, null);
        Map<String, String> words = new LinkedHashMap<>();
        // an IPv6 address stands in brackets in an address of the driver alone
        words.put("host", PGProperty.PG_HOST.getOrDefault(properties).replaceAll("[\\[\\]]", ""));
        words.put("port", PGProperty.PG_PORT.getOrDefault(properties));
        words.put("dbname", PGProperty.PG_DBNAME.getOrDefault(properties));
        words.put("user", PGProperty.USER.getOrDefault(properties));
        words.put("sslmode", wantsProvenServer() ? PROVEN : PGProperty.SSL_MODE.getOrDefault(properties));
        words.put("sslrootcert", PGProperty.SSL_ROOT_CERT.getOrDefault(properties));
        return words.entrySet().stream()
                .filter(word -> word.getValue() != null)
                .map(word -> word.getKey() + "=" + value(word.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String value(String text) {
        return text.matches("[^\\s'\\\\]+")
                ? text
                : "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    @Override
    public String toString() {
        return "PostgreSQL " + place();
    }
}
