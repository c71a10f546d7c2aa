package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The database over starts with one set and another, as the framework says which. */
final class StoreComponentTest {
    private static final String OLD = "0.1.0";
    private static final String NEW = "0.2.0";

    @TempDir
    private Path home;

    /** What a set's start and work are. */
    @FunctionalInterface
    private interface Work {
        void on(StoreComponent store);
    }

    @BeforeEach
    void upgrade() throws IOException {
        Files.createDirectory(home.resolve("sets"));
        start(Map.of("connector.set", OLD), store -> insert(store, "tables", "insert into fruit values (1, 'apple')"));
        start(
                onTrial(NEW, OLD, 1),
                store -> insert(store, "unreadable", "insert into fruit (id, title) values (2, 'pear')"));
    }

    @Test
    void aRollBackWhoseTrialFailsGivesTheNewerSetWhatItHad() throws IOException {
        ask(OLD);
        start(onTrial(OLD, NEW, 2), store -> assertThat(read(store, "tables", "name"))
                .containsExactly("apple"));
        ask(NEW);
        start(Map.of("connector.set", NEW), store -> assertThat(read(store, "unreadable", "title"))
                .containsExactly("apple", "pear"));
    }

    @Test
    void theNewerSetThatIsTakenAgainLaterLosesNothingOfTheOlder() throws IOException {
        ask(OLD);
        start(onTrial(OLD, NEW, 2), store -> insert(store, "tables", "insert into fruit values (3, 'plum')"));
        ask(NEW);
        start(onTrial(NEW, OLD, 3), store -> assertThat(read(store, "unreadable", "title"))
                .containsExactly("apple", "plum"));
    }

    private static Map<String, String> onTrial(String set, String before, int hour) {
        return Map.of(
                "connector.set",
                set,
                "connector.set.before",
                before,
                "connector.trial.since",
                "2026-11-30T1" + hour + ":00:00Z");
    }

    private void ask(String set) throws IOException {
        Files.writeString(home.resolve(SetCopies.REQUEST), set + "\n");
    }

    private void start(Map<String, String> properties, Work work) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("connector.home", home.toString());
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getBundles") ? new Bundle[0] : all.get(String.valueOf(arguments[0])));
        StoreComponent store = new StoreComponent(context, new Defaults());
        try {
            work.on(store);
        } finally {
            store.close();
        }
    }

    private static void insert(StoreComponent store, String tables, String statement) {
        store.migrate("fruit", StoreComponentTest.class.getClassLoader(), tables);
        store.write(handle -> handle.execute(statement));
    }

    private static List<String> read(StoreComponent store, String tables, String column) {
        store.migrate("fruit", StoreComponentTest.class.getClassLoader(), tables);
        return store.read(handle -> handle.createQuery("select " + column + " from fruit order by id")
                .mapTo(String.class)
                .list());
    }

    /** Nothing is set. */
    @SuppressWarnings("ClassExplicitlyAnnotation")
    private static final class Defaults implements StoreComponent.Config {
        @Override
        public String url() {
            return "";
        }

        @Override
        public String passwordFile() {
            return "";
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return StoreComponent.Config.class;
        }
    }
}
