package io.github.migrationconnector.replication.internal.store;

import io.github.migrationconnector.store.Database;
import io.github.migrationconnector.store.internal.SqliteDatabase;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.framework.BundleContext;

/** The embedded database in a home of its own. */
public final class SqliteHome implements AutoCloseable {
    private final SqliteDatabase database;

    public SqliteHome(Path home) {
        database = new SqliteDatabase(framework(home));
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
    }

    /** A framework that knows its properties and nothing else. */
    private static BundleContext framework(Path home) {
        Map<String, String> properties = Map.of("connector.home", home.toString());
        return (BundleContext) Proxy.newProxyInstance(
                SqliteHome.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("getProperty")) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    return properties.get(arguments[0]);
                });
    }
}
