package io.github.migrationconnector.autoupgrade.internal.set;

import io.github.migrationconnector.autoupgrade.internal.Refusals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scripts by which a bundle changes its tables, {@code tables/V5__name.sql}. The store runs them; its own {@code
 * OldestReaders} reads the same first line, {@code -- oldest reader: 4}.
 *
 * @param oldestReaders by version: the oldest one that works with these tables too, or the version itself
 */
record TableScripts(NavigableMap<Integer, Integer> oldestReaders) {
    private static final Pattern SCRIPT = Pattern.compile(".+/tables/V(\\d{1,6})__[A-Za-z0-9_]{1,100}\\.sql");
    private static final Pattern SAID = Pattern.compile("-- oldest reader: (\\d{1,6})\\s[\\s\\S]*");
    private static final int MOST_FIRST_LINE = 256;

    /** Those of a bundle's file. */
    static TableScripts of(Path file) {
        NavigableMap<Integer, Integer> found = new TreeMap<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                Matcher name = SCRIPT.matcher(entry.getName());
                if (name.matches()) {
                    int version = Integer.parseInt(name.group(1));
                    try (InputStream in = jar.getInputStream(entry)) {
                        String begin = new String(in.readNBytes(MOST_FIRST_LINE), StandardCharsets.UTF_8);
                        Matcher said = SAID.matcher(begin);
                        found.put(version, said.matches() ? Integer.parseInt(said.group(1)) : version);
                    }
                }
            }
        } catch (IOException e) {
            throw Refusals.set(file.getFileName() + " can't be read: " + e.getMessage());
        }
        return new TableScripts(found);
    }

    /** The version that they lead to; 0 when there are none. */
    int version() {
        return oldestReaders.isEmpty() ? 0 : oldestReaders.lastKey();
    }

    /** Whether an owner that knows the scripts up to a version works with what these leave. */
    boolean readableBy(int known) {
        return oldestReaders.tailMap(known, false).values().stream().allMatch(oldest -> oldest <= known);
    }
}
