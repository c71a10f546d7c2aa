package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.store.StoreBackup;
import io.github.migrationconnector.api.store.StoreBackups;
import io.github.migrationconnector.api.store.StoreState;
import java.nio.file.Path;

/** A server that others may share has backups of its own: says which line makes them. */
final class PostgresBackups implements StoreBackups {
    private final PostgresSettings settings;

    PostgresBackups(PostgresSettings settings) {
        this.settings = settings;
    }

    @Override
    public StoreState state() {
        return new StoreState(StoreState.Kind.POSTGRESQL, 0, StoreState.Restore.NONE, settings.toString());
    }

    @Override
    public StoreBackup make() {
        throw refused("pg_dump --format=custom --file=FILE --dbname=" + quoted(settings.connection()));
    }

    @Override
    public void restore(Path file, boolean force) {
        throw refused("pg_restore --clean --if-exists --single-transaction --dbname=" + quoted(settings.connection())
                + " FILE, while no connector of it runs");
    }

    /** One word of a shell, whatever is in it. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private RuntimeException refused(String line) {
        return Problem.fatal(
                        "STORE_IS_POSTGRESQL",
                        "The store is on a server: " + settings + ". Its own tools make and take backups.",
                        "Say " + line + ".")
                .asException();
    }
}
