package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.problem.Problem;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteDataSource;

/** Runs an owner's scripts, each once, in order. */
final class Migrations {
    private static final String OWNER = "[a-z][a-z_]{0,40}";

    private final SQLiteDataSource writers;

    Migrations(SQLiteDataSource writers) {
        this.writers = writers;
    }

    void migrate(String owner, ClassLoader loader, String location) {
        if (!owner.matches(OWNER)) {
            throw new IllegalArgumentException("not an owner's name: " + owner);
        }
        try {
            Flyway.configure(loader)
                    .dataSource(writers)
                    .locations("classpath:" + location)
                    .failOnMissingLocations(true)
                    // a history for each owner; what the others made before is not ours to wonder about
                    .table("history_of_" + owner)
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .loggers("slf4j")
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException failure) {
            throw Problem.fatal(
                            "STORE_MIGRATION_FAILED",
                            "The tables of " + owner + " can't be brought up to date: " + firstLine(failure),
                            "Go back to the version that ran before; the tables are as that version left them.")
                    .asException(failure);
        }
    }

    private static String firstLine(FlywayException failure) {
        String message = failure.getMessage();
        return message == null
                ? "no reason given"
                : message.strip().lines().findFirst().orElse("no reason given");
    }
}
