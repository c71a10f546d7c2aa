package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;

/** Runs an owner's scripts, each once, in order. */
final class Migrations {
    private static final String OWNER = "[a-z][a-z_]{0,40}";

    private final Connections connections;
    private final OldestReaders readers;

    Migrations(Connections connections) {
        this.connections = connections;
        this.readers = new OldestReaders(connections);
    }

    void migrate(String owner, ClassLoader loader, String location) {
        if (!owner.matches(OWNER)) {
            throw new IllegalArgumentException("not an owner's name: " + owner);
        }
        try {
            Flyway flyway = Flyway.configure(loader)
                    .dataSource(connections.writers())
                    .locations("classpath:" + location)
                    .failOnMissingLocations(true)
                    // a history for each owner; what the others made before is not ours to wonder about
                    .table("history_of_" + owner)
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .loggers("slf4j")
                    .cleanDisabled(true)
                    .load();
            refuseNewer(owner, flyway);
            readers.note(owner, saidByPending(flyway, loader, location));
            flyway.migrate();
        } catch (IOException failure) {
            throw new IllegalStateException("a script of " + owner + " can't be read", failure);
        } catch (FlywayException failure) {
            throw Problem.fatal(
                            "STORE_MIGRATION_FAILED",
                            "The tables of " + owner + " can't be brought up to date: " + firstLine(failure),
                            "Go back to the version that ran before; the tables are as that version left them.")
                    .asException(failure);
        }
    }

    private static Map<MigrationVersion, MigrationVersion> saidByPending(
            Flyway flyway, ClassLoader loader, String location) throws IOException {
        Map<MigrationVersion, MigrationVersion> said = new HashMap<>();
        for (MigrationInfo step : flyway.info().pending()) {
            if (step.getVersion() != null) {
                OldestReaders.saidBy(loader, location, step.getScript())
                        .ifPresent(oldest -> said.put(step.getVersion(), oldest));
            }
        }
        return said;
    }

    /**
     * A version that ran before must not touch what a newer one has made, since it would not know what half of it means;
     * unless the newer one said that it may.
     */
    private void refuseNewer(String owner, Flyway flyway) {
        MigrationVersion own = Arrays.stream(flyway.info().all())
                .filter(step -> step.getState().isResolved() && step.getVersion() != null)
                .map(MigrationInfo::getVersion)
                .max(MigrationVersion::compareTo)
                .orElse(MigrationVersion.EMPTY);
        Map<MigrationVersion, MigrationVersion> said = readers.of(owner);
        Arrays.stream(flyway.info().applied())
                .filter(step -> step.getState() == MigrationState.FUTURE_FAILED
                        || (step.getState() == MigrationState.FUTURE_SUCCESS
                                && said.getOrDefault(step.getVersion(), step.getVersion())
                                                .compareTo(own)
                                        > 0))
                .map(MigrationInfo::getVersion)
                .max(MigrationVersion::compareTo)
                .ifPresent(version -> {
                    throw Problem.fatal(
                                    "STORE_NEWER",
                                    "The tables of " + owner + " are of version " + version
                                            + ", which a newer connector has made; this one does not know it.",
                                    "Start the newer connector, or restore a backup that was taken before the upgrade.")
                            .asException();
                });
    }

    private static String firstLine(FlywayException failure) {
        String message = failure.getMessage();
        return message == null
                ? "no reason given"
                : message.strip().lines().findFirst().orElse("no reason given");
    }
}
