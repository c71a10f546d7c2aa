package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * An owner's tables as each released version left them. {@code golden/OWNER/} in the owner's test resources has a copy of
 * each script as it was released, {@code rows-N.sql} with what a connector of version N had written, and {@code
 * expected-N.txt} with what the tables of today must hold after a database of version N was brought up to date.
 */
public final class GoldenTables {
    private static final String SCRIPTS = "V[0-9]+__.*\\.sql";
    private static final String RELEASED = "released";

    private final String owner;
    private final String prefix;
    private final String location;
    private final ClassLoader loader;

    /**
     * @param owner whose tables
     * @param location where the owner's scripts are
     * @param loader of the owner and of its tests
     */
    public GoldenTables(String owner, String location, ClassLoader loader) {
        this(owner, owner + "_", location, loader);
    }

    /**
     * @param owner whose tables
     * @param prefix how their names begin
     * @param location where the owner's scripts are
     * @param loader of the owner and of its tests
     */
    public GoldenTables(String owner, String prefix, String location, ClassLoader loader) {
        this.owner = owner;
        this.prefix = prefix;
        this.location = location;
        this.loader = loader;
    }

    /** All that were released. */
    public IntStream versions() {
        return IntStream.rangeClosed(1, scripts(golden()).size());
    }

    /** What is wrong with the scripts of today: a release can't be taken back. */
    public List<String> complaints() {
        return complaints(scripts(location));
    }

    /** The same of other scripts, by name. */
    public List<String> complaints(Map<String, String> today) {
        List<String> found = new ArrayList<>();
        Map<String, String> released = scripts(golden());
        today.forEach((name, text) -> {
            if (!released.containsKey(name)) {
                found.add(name + " is new: copy it to src/test/resources/" + golden()
                        + ", with rows and expectation of its version");
            } else if (!released.get(name).equals(text)) {
                found.add(name + " was changed after its release: databases that have it would be refused");
            }
        });
        released.keySet().stream()
                .filter(name -> !today.containsKey(name))
                .forEach(name -> found.add(name + " is gone"));
        return found;
    }

    /** Today's scripts by name. */
    public Map<String, String> today() {
        return scripts(location);
    }

    /** Makes what a connector had that was upgraded from version to version up to this one, and wrote in each. */
    public void fill(Database database, int version, Path directory) throws IOException {
        Path scripts = Files.createDirectories(directory.resolve(RELEASED));
        for (int step = 1; step <= version; step++) {
            String prefix = "V" + step + "__";
            for (Map.Entry<String, String> script : scripts(golden()).entrySet()) {
                if (script.getKey().startsWith(prefix)) {
                    Files.writeString(scripts.resolve(script.getKey()), script.getValue());
                }
            }
            try (URLClassLoader released =
                    new URLClassLoader(new URL[] {directory.toUri().toURL()}, loader)) {
                database.migrate(owner, released, RELEASED);
            }
            String rows = text(golden() + "/rows-" + step + ".sql");
            boolean unused = database.<Boolean, RuntimeException>write(handle -> {
                for (String statement : rows.split(";\\n")) {
                    if (!statement.isBlank()) {
                        handle.execute(statement);
                    }
                }
                return true;
            });
        }
    }

    /** What the tables must hold after that, by {@link #dump}. */
    public String expected(int version) {
        return text(golden() + "/expected-" + version + ".txt");
    }

    /** All rows of the owner's tables, the same on each store. */
    public String dump(Database database) {
        return database.<String, RuntimeException>read(handle -> {
            StringBuilder all = new StringBuilder();
            for (String table : tables(handle)) {
                List<String> rows = handle.createQuery("select * from " + table)
                        .mapToMap()
                        .map(GoldenTables::line)
                        .list();
                rows.stream()
                        .sorted()
                        .forEach(
                                row -> all.append(table).append(' ').append(row).append('\n'));
            }
            return all.toString();
        });
    }

    private static String line(Map<String, Object> row) {
        Map<String, String> columns = new TreeMap<>();
        row.forEach((name, value) -> columns.put(name, value instanceof Boolean is ? (is ? "1" : "0") : "" + value));
        return columns.toString();
    }

    private List<String> tables(Handle handle) {
        String all = TemporaryDatabase.onPostgresql()
                ? "select table_name from information_schema.tables where table_schema = 'public'"
                : "select name from sqlite_master where type = 'table'";
        return handle.createQuery(all).mapTo(String.class).list().stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    private String golden() {
        return "golden/" + owner;
    }

    private String text(String resource) {
        try (InputStream in = loader.getResourceAsStream(resource)) {
            if (in == null) {
                throw new AssertionError("no " + resource + " in the test resources");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Map<String, String> scripts(String directory) {
        URL found = loader.getResource(directory);
        if (found == null) {
            throw new AssertionError("no directory " + directory + " among the resources");
        }
        Map<String, String> scripts = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of(URI.create(found.toURI().toString())))) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().matches(SCRIPTS)) {
                    scripts.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (URISyntaxException failure) {
            throw new AssertionError(directory, failure);
        }
        return scripts;
    }
}
