package io.github.migrationconnector.autoupgrade.internal.set;

import java.util.regex.Pattern;

/**
 * One bundle of a set, as the set's list has it.
 *
 * @param file its file name
 * @param sha256 its digest, 64 lower-case hex digits
 * @param startLevel when it starts, 1 to 30
 * @param platform whether the daemon starts anew for it
 * @param modes what it takes part in, as written
 */
record SetEntry(String file, String sha256, int startLevel, boolean platform, String modes) {
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,199}\\.jar");
    private static final int HIGHEST_START_LEVEL = 30;

    SetEntry {
        if (!FILE.matcher(file).matches()) {
            throw new IllegalArgumentException("a bundle with the file name " + file);
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(file + " without a SHA-256");
        }
        if (startLevel < 1 || startLevel > HIGHEST_START_LEVEL) {
            throw new IllegalArgumentException(file + " with the start level " + startLevel);
        }
        if (!modes.matches("(run|command)(,(run|command))?")) {
            throw new IllegalArgumentException(file + " with the modes " + modes);
        }
    }

    /** Whether the daemon has it. */
    boolean inDaemon() {
        return modes.contains("run");
    }

    /** Whether another is started in the same way. */
    boolean startsLike(SetEntry other) {
        return startLevel == other.startLevel && platform == other.platform && modes.equals(other.modes);
    }
}
