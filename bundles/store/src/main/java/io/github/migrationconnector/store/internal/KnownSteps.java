package io.github.migrationconnector.store.internal;

import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * How new each owner's tables may be for this connector to read them: what the scripts of the installed bundles bring them to.
 * That is known before any owner has started, and whatever has become of the database.
 *
 * @param newest the newest step of each owner
 */
record KnownSteps(Map<String, MigrationVersion> newest) {
    /** Where {@link io.github.migrationconnector.store.Database#migrate} wants an owner's scripts. */
    private static final Pattern SCRIPT = Pattern.compile(".*/([a-z][a-z_]{0,40})/tables/V([0-9]{1,6})__[^/]+\\.sql");

    /** For who puts back copies that were compared already. */
    static final KnownSteps NONE = new KnownSteps(Map.of());

    KnownSteps {
        newest = Map.copyOf(newest);
    }

    /** Of all bundles that are installed. */
    static KnownSteps ofInstalled(BundleContext context) {
        return of(Arrays.stream(context.getBundles()).flatMap(KnownSteps::scripts));
    }

    /** Of scripts by their paths; other files are passed over. */
    static KnownSteps of(Stream<String> paths) {
        Map<String, MigrationVersion> newest = new TreeMap<>();
        paths.map(SCRIPT::matcher)
                .filter(Matcher::matches)
                .forEach(script -> newest.merge(
                        script.group(1), MigrationVersion.fromVersion(script.group(2)), KnownSteps::later));
        return new KnownSteps(newest);
    }

    private static Stream<String> scripts(Bundle bundle) {
        Enumeration<URL> found = bundle.findEntries("/", "V*__*.sql", true);
        List<URL> entries = found == null ? List.of() : Collections.list(found);
        return entries.stream().map(URL::getPath);
    }

    private static MigrationVersion later(MigrationVersion one, MigrationVersion other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** Up to which step an owner's tables are known; none for an owner that this connector has not. */
    Optional<MigrationVersion> of(String owner) {
        return Optional.ofNullable(newest.get(owner));
    }
}
