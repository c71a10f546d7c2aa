package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.store.Database;
import java.nio.file.Path;
import org.jdbi.v3.core.HandleCallback;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** The real database, at a temporary home, for the tests of the owners of tables. */
public final class TemporaryDatabase implements Database, AutoCloseable {
    private final SqliteDatabase database;

    public TemporaryDatabase(Path home) {
        database = new SqliteDatabase(home, SynchronousMode.FULL);
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
