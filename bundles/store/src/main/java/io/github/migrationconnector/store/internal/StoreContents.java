package io.github.migrationconnector.store.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.api.MigrationVersion;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * What a database file tells before anybody's tables are opened: whose it is, and how new each owner's tables are.
 *
 * @param connector the connector's id; empty when it has none yet
 * @param newest the newest step of each owner
 * @param oldestReaders of each owner's steps that say which older version can go on with them
 */
record StoreContents(
        String connector,
        Map<String, MigrationVersion> newest,
        Map<String, Map<MigrationVersion, MigrationVersion>> oldestReaders) {
    private static final String HISTORY = "history_of_";

    /** The one row of one owner that the store has to know: a database is one connector's, and not another's. */
    private static final String IDENTITY = "registration_identity";

    StoreContents {
        newest = Map.copyOf(newest);
        oldestReaders = Map.copyOf(oldestReaders);
    }

    /** Of a database that may be in use, with what its log has. */
    static StoreContents of(Path database) throws SQLException {
        if (!Files.isRegularFile(database)) {
            throw new SQLException("there is no file " + database);
        }
        try (Connection connection = new SqliteConnections(database, SynchronousMode.FULL).reader()) {
            return Jdbi.create(connection).withHandle(StoreContents::of);
        }
    }

    /** Of a copy, which stays as it is. */
    static StoreContents ofCopy(Path copy) throws SQLException {
        try (Connection connection = SqliteCopy.readOnly(copy)) {
            return Jdbi.create(connection).withHandle(StoreContents::of);
        }
    }

    private static StoreContents of(Handle handle) {
        Map<String, MigrationVersion> newest = new TreeMap<>();
        Map<String, Map<MigrationVersion, MigrationVersion>> readers = new HashMap<>();
        for (String table : tables(handle, HISTORY + "%")) {
            String owner = table.substring(HISTORY.length());
            handle
                    .createQuery("select version from <table> where version is not null")
                    .define("table", table)
                    .mapTo(String.class)
                    .stream()
                    .map(MigrationVersion::fromVersion)
                    .max(MigrationVersion::compareTo)
                    .ifPresent(version -> newest.put(owner, version));
            readers.put(owner, Map.copyOf(OldestReaders.of(handle, owner)));
        }
        String connector = tables(handle, IDENTITY).isEmpty()
                ? ""
                : handle.createQuery("select id from " + IDENTITY)
                        .mapTo(String.class)
                        .findOne()
                        .orElse("");
        return new StoreContents(connector, newest, readers);
    }

    private static List<String> tables(Handle handle, String like) {
        return handle.createQuery("select name from sqlite_master where type = 'table' and name like ? escape '!'")
                .bind(0, like.replace("_", "!_"))
                .mapTo(String.class)
                .list();
    }

    /** Names of owners whose tables here are too new for whoever left another database. */
    List<String> tooNewFor(StoreContents other) {
        return tooNewFor(new KnownSteps(other.newest));
    }

    /** Names of owners whose tables here are too new for who knows no more; an owner that nobody knows is in nobody's way. */
    List<String> tooNewFor(KnownSteps known) {
        return newest.entrySet().stream()
                .filter(owner -> known.of(owner.getKey()).isPresent())
                .filter(owner -> {
                    MigrationVersion step = owner.getValue();
                    MigrationVersion theirs = known.of(owner.getKey()).orElseThrow();
                    MigrationVersion reader =
                            oldestReaders.getOrDefault(owner.getKey(), Map.of()).getOrDefault(step, step);
                    return step.compareTo(theirs) > 0 && reader.compareTo(theirs) > 0;
                })
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
