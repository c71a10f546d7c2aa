package io.github.migrationconnector.autoupgrade.internal.swap;

import io.github.migrationconnector.api.store.StoreCopies;
import io.github.migrationconnector.api.upgrade.CleanUp;
import io.github.migrationconnector.autoupgrade.internal.set.Sets;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What older sets left behind. */
public final class Leftovers {
    private static final String REFERENCE = "reference:file:";

    private final BundleContext context;
    private final Sets sets;
    private final Supplier<Optional<StoreCopies>> copies;

    public Leftovers(BundleContext context, Sets sets, Supplier<Optional<StoreCopies>> copies) {
        this.context = context;
        this.sets = sets;
        this.copies = copies;
    }

    Sets sets() {
        return sets;
    }

    /** The set that the framework was started from. */
    public String startedFrom() {
        return String.valueOf(context.getProperty("connector.set"));
    }

    /** When the framework was begun; now when its launcher is too old to tell. */
    Instant begun() {
        String text = context.getProperty("connector.started");
        return text == null ? Instant.now() : Instant.parse(text);
    }

    /** The sets that bundles run from: they are read where they lie. */
    public Set<String> inUse() {
        Set<String> names = new TreeSet<>(Set.of(startedFrom()));
        for (Bundle bundle : context.getBundles()) {
            setOf(bundle.getLocation()).ifPresent(names::add);
        }
        return names;
    }

    private Optional<String> setOf(String location) {
        if (!location.startsWith(REFERENCE)) {
            return Optional.empty();
        }
        return sets.nameOf(Path.of(URI.create(location.substring(location.indexOf(':') + 1))));
    }

    /** Removes what is neither in use nor a way back. */
    public CleanUp remove() {
        CleanUp removed = sets.prune(inUse());
        Set<String> ways = sets.needed();
        long bytes = copies.get().map(all -> all.retain(ways)).orElse(0L);
        return new CleanUp(removed.sets(), removed.bytes() + bytes);
    }
}
