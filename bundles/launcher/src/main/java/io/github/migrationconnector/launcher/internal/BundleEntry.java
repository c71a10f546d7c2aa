package io.github.migrationconnector.launcher.internal;

import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One bundle of a set.
 *
 * @param file its file name within the set's directory
 * @param sha256 the file's SHA-256, 64 lower-case hex digits
 * @param startLevel the framework's start level at which it starts, 1 to {@value #HIGHEST_START_LEVEL}
 * @param tier how it is replaced
 * @param modes what it takes part in
 */
public record BundleEntry(String file, String sha256, int startLevel, Tier tier, Set<Mode> modes) {
    /** The framework goes up to this start level. */
    public static final int HIGHEST_START_LEVEL = 30;

    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,199}\\.jar");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public BundleEntry {
        if (!FILE.matcher(file).matches()) {
            throw new IllegalArgumentException("not the file name of a bundle: " + file);
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not a SHA-256: " + sha256);
        }
        if (startLevel < 1 || startLevel > HIGHEST_START_LEVEL) {
            throw new IllegalArgumentException("not a start level: " + startLevel);
        }
        Objects.requireNonNull(tier, "tier");
        modes = Set.copyOf(modes);
        if (modes.isEmpty()) {
            throw new IllegalArgumentException("a bundle without a mode: " + file);
        }
    }
}
