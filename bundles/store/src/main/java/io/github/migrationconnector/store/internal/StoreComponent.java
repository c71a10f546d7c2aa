package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.store.StoreBackup;
import io.github.migrationconnector.api.store.StoreBackups;
import io.github.migrationconnector.api.store.StoreCopies;
import io.github.migrationconnector.api.store.StoreCopy;
import io.github.migrationconnector.api.store.StoreState;
import io.github.migrationconnector.store.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.HandleCallback;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** The database that the settings name: a file in the home, or PostgreSQL. */
@Component(
        service = {Database.class, StoreCopies.class, StoreBackups.class},
        immediate = true,
        configurationPid = StoreComponent.PID)
@Designate(ocd = StoreComponent.Config.class)
public final class StoreComponent implements Database, StoreCopies, StoreBackups {
    static final String PID = "io.github.migrationconnector.store";

    private static final String HOME_PROPERTY = "connector.home";

    /** Framework properties: the set in force, and, while it is on trial, the one before and since when. */
    private static final String SET_PROPERTY = "connector.set";

    private static final String SET_BEFORE_PROPERTY = "connector.set.before";
    private static final String TRIAL_SINCE_PROPERTY = "connector.trial.since";

    private final OneWriterDatabase database;
    private final Optional<SetCopies> copies;
    private final StoreBackups backups;

    /** Settings of the store. */
    @ObjectClassDefinition(name = "Store")
    public @interface Config {
        @AttributeDefinition(
                description =
                        "PostgreSQL, as jdbc:postgresql://HOST:PORT/DATABASE?user=NAME; empty: SQLite in the home.")
        String url() default "";

        @AttributeDefinition(
                type = AttributeType.STRING,
                description = "A file with PostgreSQL's password that only the connector's user may read.")
        String passwordFile() default "";
    }

    /** Opens it. Other settings are another database: everything above starts anew with it. */
    @Activate
    public StoreComponent(BundleContext context, Config config) {
        if (config.url().isBlank()) {
            StoreRestore restore = restored(context);
            copies = Optional.of(copies(context));
            Backups made = new Backups(
                    SqliteDatabase.fileIn(homeOf(context)),
                    restore,
                    Optional.ofNullable(context.getProperty(SET_PROPERTY)).orElse(""),
                    new Backups.Timing(Clock.systemUTC(), System::nanoTime));
            made.sweep();
            backups = made;
            database = new SqliteDatabase(homeOf(context), SynchronousMode.FULL);
        } else {
            copies = Optional.empty();
            PostgresSettings settings = PostgresSettings.of(config.url(), config.passwordFile());
            backups = new PostgresBackups(settings);
            database = new PostgresDatabase(settings);
        }
    }

    /** What has to be done with the file before anybody opens it: first of all what a person asked for. */
    private static StoreRestore restored(BundleContext context) {
        Path database = SqliteDatabase.fileIn(homeOf(context));
        SqliteDatabase.prepareDriver(database.getParent());
        StoreRestore restore = new StoreRestore(database, () -> KnownSteps.ofInstalled(context));
        restore.carryOut();
        return restore;
    }

    private static SetCopies copies(BundleContext context) {
        SetCopies copies = new SetCopies(homeOf(context));
        String set = String.valueOf(context.getProperty(SET_PROPERTY));
        String before = context.getProperty(SET_BEFORE_PROPERTY);
        String since = context.getProperty(TRIAL_SINCE_PROPERTY);
        if (before != null && since != null) {
            // first: what the one before left is what it needs again when this trial fails
            copies.keep(before, Instant.parse(since));
            copies.restoreFor(set);
        } else {
            copies.restoreAfterTrialFor(set);
        }
        return copies;
    }

    @Deactivate
    void close() {
        database.close();
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
    public boolean areMade() {
        return copies.isPresent();
    }

    @Override
    public List<StoreCopy> copies() {
        return copies.map(SetCopies::copies).orElse(List.of());
    }

    @Override
    public long retain(Set<String> sets) {
        return copies.map(all -> all.retain(sets)).orElse(0L);
    }

    @Override
    public StoreState state() {
        return backups.state();
    }

    @Override
    public StoreBackup make() {
        return backups.make();
    }

    @Override
    public void restore(Path file, boolean force) {
        backups.restore(file, force);
    }

    private static Path homeOf(BundleContext context) {
        String home = context.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw new IllegalStateException("the framework property " + HOME_PROPERTY + " is not set");
        }
        return Path.of(home);
    }
}
