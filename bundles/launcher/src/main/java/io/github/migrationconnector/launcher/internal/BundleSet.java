package io.github.migrationconnector.launcher.internal;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The bundles that belong together.
 *
 * @param directory where their files are
 * @param version the set's name, such as {@code 0.1.0}
 * @param entries in the order of installation; no file twice
 */
public record BundleSet(Path directory, String version, List<BundleEntry> entries) {
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");

    public BundleSet {
        if (!isVersion(version)) {
            throw new IllegalArgumentException("not the name of a bundle set: " + version);
        }
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a bundle set without bundles");
        }
        Set<String> files = new HashSet<>();
        for (BundleEntry entry : entries) {
            if (!files.add(entry.file())) {
                throw new IllegalArgumentException("twice in the set: " + entry.file());
            }
        }
    }

    static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    /** The bundles that take part in a mode. */
    List<BundleEntry> entriesFor(Mode mode) {
        return entries.stream().filter(entry -> entry.modes().contains(mode)).toList();
    }

    /** Where a bundle's file is. */
    Path file(BundleEntry entry) {
        return directory.resolve(entry.file());
    }
}
