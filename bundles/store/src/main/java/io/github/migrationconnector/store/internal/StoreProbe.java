package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.upgrade.HealthProbe;
import io.github.migrationconnector.store.Database;
import org.jdbi.v3.core.statement.MetaData.MetaDataResultSetProvider;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The store is well when it can be read, driver and all. */
@Component(service = HealthProbe.class)
public final class StoreProbe implements HealthProbe {
    private static final MetaDataResultSetProvider TABLES =
            database -> database.getTables(null, null, "%", new String[] {"TABLE"});

    private final Database database;

    @Activate
    public StoreProbe(@Reference Database database) {
        this.database = database;
    }

    /** Asks for a table, not for a number: that would not touch the file. */
    @Override
    public void check() {
        boolean unused = database.read(
                handle -> handle.queryMetadata(TABLES).mapToMap().findFirst().isPresent());
    }
}
