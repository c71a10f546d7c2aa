package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.store.StoreBackup;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** A store with one owner's tables and its backups. */
abstract class BackupRig {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T12:00:00.123Z"), ZoneOffset.UTC);

    static final Backups.Timing TIMING = new Backups.Timing(CLOCK, System::nanoTime);

    static final KnownSteps KNOWN = KnownSteps.of(Stream.of("/a/fruit/tables/V2__basket.sql"));

    static final String OURS = "c-00000000000000001";

    @TempDir
    Path home;

    @TempDir
    Path elsewhere;

    Path store;

    @BeforeEach
    void work() {
        store = home.resolve("store");
        write(home, "tables", "insert into fruit values (1, 'apple')");
        identify(home, OURS);
    }

    /** What a start does before it opens the store. */
    StoreRestore start() {
        StoreRestore restore = new StoreRestore(store.resolve("connector.db"), () -> KNOWN);
        restore.carryOut();
        return restore;
    }

    Backups backups() {
        return new Backups(
                store.resolve("connector.db"),
                new StoreRestore(store.resolve("connector.db"), () -> KNOWN),
                "0.1.0",
                TIMING);
    }

    boolean carry(Path backup) throws IOException {
        return carry(home, backup);
    }

    static boolean carry(Path home, Path backup) throws IOException {
        Path database = SqliteDatabase.fileIn(home);
        Backups backups = new Backups(database, new StoreRestore(database, () -> KNOWN), "0.1.0", TIMING);
        try (StoreBackup made = backups.make();
                OutputStream out = Files.newOutputStream(backup)) {
            made.writeTo(out);
        }
        return true;
    }

    static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ConnectorException.class, problem -> assertThat(
                        problem.problem().code())
                .isEqualTo(code));
    }

    static void write(Path home, String tables, String statement) {
        try (SqliteDatabase database = new SqliteDatabase(home, SynchronousMode.FULL)) {
            database.migrate("fruit", BackupRig.class.getClassLoader(), tables);
            database.write(handle -> handle.execute(statement));
        }
    }

    /** As its owner's tables have it. */
    static void identify(Path home, String id) {
        try (SqliteDatabase database = new SqliteDatabase(home, SynchronousMode.FULL)) {
            database.write(handle -> {
                handle.execute("create table registration_identity (only_one integer primary key, id text not null)");
                return handle.execute("insert into registration_identity values (1, ?)", id);
            });
        }
    }

    List<String> names() {
        try (SqliteDatabase database = new SqliteDatabase(home, SynchronousMode.FULL)) {
            return database.read(handle -> handle.createQuery("select name from fruit order by id")
                    .mapTo(String.class)
                    .list());
        }
    }

    static List<String> names(Path database) throws Exception {
        try (Connection connection = SqliteCopy.readOnly(database)) {
            return Jdbi.create(connection).withHandle(handle -> handle.createQuery("select name from fruit order by id")
                    .mapTo(String.class)
                    .list());
        }
    }

    /** Requests and drafts. */
    List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".") || name.startsWith("restore"))
                    .filter(name -> !name.equals(StoreRestore.REFUSED))
                    .toList();
        }
    }
}
