package io.github.migrationconnector.store.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.MigrationVersion;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Which older versions of an owner can go on with the tables that a script leaves. A script says so in its first line, {@code
 * -- oldest reader: 5}: an owner that knows the scripts up to 5 works with these tables too. It is written into the database
 * before the script runs, so that the older one finds it there.
 */
final class OldestReaders {
    private static final String TABLE = "store_oldest_readers";
    private static final Pattern SAID = Pattern.compile("-- oldest reader: (\\d{1,6})");
    private static final int MOST_FIRST_LINE = 256;

    private final Connections connections;

    OldestReaders(Connections connections) {
        this.connections = connections;
    }

    /** What a script says of itself. */
    static Optional<MigrationVersion> saidBy(ClassLoader loader, String location, String script) throws IOException {
        try (InputStream in = loader.getResourceAsStream(location + "/" + script)) {
            if (in == null) {
                throw new IOException("no script " + location + "/" + script);
            }
            String begin = new String(in.readNBytes(MOST_FIRST_LINE), StandardCharsets.UTF_8);
            String first = new BufferedReader(new StringReader(begin)).readLine();
            Matcher line = SAID.matcher(first == null ? "" : first.strip());
            return line.matches() ? Optional.of(MigrationVersion.fromVersion(line.group(1))) : Optional.empty();
        }
    }

    /** Writes what scripts say, by their versions. */
    void note(String owner, Map<MigrationVersion, MigrationVersion> said) {
        if (said.isEmpty()) {
            return;
        }
        Jdbi.create(connections.writers()).useTransaction(handle -> {
            connections.takeTurn(handle);
            handle.execute("create table if not exists " + TABLE
                    + " (owner varchar(64) not null, version varchar(50) not null,"
                    + " oldest_reader varchar(50) not null, primary key (owner, version))");
            said.forEach((version, oldest) -> {
                handle.execute(
                        "delete from " + TABLE + " where owner = ? and version = ?", owner, version.getVersion());
                handle.execute(
                        "insert into " + TABLE + " values (?, ?, ?)", owner, version.getVersion(), oldest.getVersion());
            });
        });
    }

    /** What was written for an owner, by version. */
    Map<MigrationVersion, MigrationVersion> of(String owner) {
        return Jdbi.create(connections.writers()).withHandle(handle -> of(handle, owner));
    }

    static Map<MigrationVersion, MigrationVersion> of(Handle handle, String owner) {
        Map<MigrationVersion, MigrationVersion> found = new HashMap<>();
        if (!hasTable(handle)) {
            return found;
        }
        handle.createQuery("select version, oldest_reader from " + TABLE + " where owner = ?")
                .bind(0, owner)
                .mapToMap()
                .forEach(row -> found.put(
                        MigrationVersion.fromVersion(String.valueOf(row.get("version"))),
                        MigrationVersion.fromVersion(String.valueOf(row.get("oldest_reader")))));
        return found;
    }

    private static boolean hasTable(Handle handle) {
        return !handle.queryMetadata(metadata -> metadata.getTables(null, null, TABLE, new String[] {"TABLE"}))
                .mapToMap()
                .list()
                .isEmpty();
    }
}
