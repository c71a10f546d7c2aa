package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbi.v3.core.HandleCallback;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The real database, for the tests of the owners of tables: SQLite at a temporary home, or, where the property {@code
 * connector.test.store} says {@code postgresql}, a database of the JVM's {@link PostgresServer} that belongs to that home.
 */
public final class TemporaryDatabase implements Database, AutoCloseable {
    private static final String STORE_PROPERTY = "connector.test.store";

    private final OneWriterDatabase database;

    /** Opens the home's database, the same one each time. */
    public TemporaryDatabase(Path home) {
        this(home, onPostgresql());
    }

    public TemporaryDatabase(Path home, boolean postgresql) {
        database = postgresql ? postgres(home) : new SqliteDatabase(home, SynchronousMode.FULL);
    }

    /** Which store the tests of this JVM are for. */
    public static boolean onPostgresql() {
        return System.getProperty(STORE_PROPERTY, "sqlite").equals("postgresql");
    }

    private static PostgresDatabase postgres(Path home) {
        Path name = home.resolve("postgresql.name");
        try {
            if (!Files.exists(name)) {
                Files.writeString(name, PostgresServer.shared().newDatabase());
            }
            return new PostgresDatabase(PostgresServer.shared().settings(Files.readString(name)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void migrate(String owner, ClassLoader loader, String location) {
        database.migrate(owner, loader, location);
    }

    @Override
    public <R, X extends Exception> R read(HandleCallback<R, X> work) throws X {
        return database.read(work);
    }

    @Override
    public <R, X extends Exception> R write(HandleCallback<R, X> work) throws X {
        return database.write(work);
    }

    @Override
    public void close() {
        database.close();
    }
}
