package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.store.Database;
import java.nio.file.Path;
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
@Component(service = Database.class, immediate = true, configurationPid = StoreComponent.PID)
@Designate(ocd = StoreComponent.Config.class)
public final class StoreComponent implements Database {
    static final String PID = "io.github.migrationconnector.store";

    private static final String HOME_PROPERTY = "connector.home";

    private final OneWriterDatabase database;

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
        database = config.url().isBlank()
                ? new SqliteDatabase(homeOf(context), SynchronousMode.FULL)
                : new PostgresDatabase(PostgresSettings.of(config.url(), config.passwordFile()));
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

    private static Path homeOf(BundleContext context) {
        String home = context.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw new IllegalStateException("the framework property " + HOME_PROPERTY + " is not set");
        }
        return Path.of(home);
    }
}
