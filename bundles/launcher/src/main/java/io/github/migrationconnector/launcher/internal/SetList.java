package io.github.migrationconnector.launcher.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The text form of a bundle set, the file {@value #FILE_NAME} beside its bundles. Lines of
 *
 * <pre>
 * set VERSION
 * bundle START-LEVEL TIER MODE[,MODE] SHA256 FILE
 * </pre>
 *
 * with blanks between words; empty lines and lines that begin with {@code #} say nothing. It is a format of this
 * project.
 */
public final class SetList {
    /** The file's name. */
    public static final String FILE_NAME = "set.list";

    /** More than any set needs; a longer file is not one of ours. */
    static final int MAX_LENGTH_BYTES = 256 * 1024;

    private static final int BUNDLE_WORDS = 6;

    private SetList() {}

    /**
     * Reads a set.
     *
     * @param directory where the text was found, and the bundles are
     * @throws IllegalArgumentException with the line's number, when it is not a set
     */
    public static BundleSet parse(Path directory, String text) {
        String version = "";
        List<BundleEntry> entries = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.strip().split("\\s+", -1);
            try {
                if (words[0].equals("set") && words.length == 2 && version.isEmpty()) {
                    version = words[1];
                } else if (words[0].equals("bundle") && words.length == BUNDLE_WORDS) {
                    entries.add(entry(words));
                } else {
                    throw new IllegalArgumentException("neither 'set' nor 'bundle'");
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
            }
        }
        return new BundleSet(directory, version, entries);
    }

    /** Writes a set. */
    public static String format(BundleSet set) {
        StringBuilder text = new StringBuilder("set " + set.version() + "\n");
        for (BundleEntry entry : set.entries()) {
            List<String> modes = entry.modes().stream()
                    .sorted(Comparator.naturalOrder())
                    .map(Mode::word)
                    .toList();
            text.append(String.join(
                            " ",
                            "bundle",
                            String.valueOf(entry.startLevel()),
                            entry.tier().word(),
                            String.join(",", modes),
                            entry.sha256(),
                            entry.file()))
                    .append('\n');
        }
        return text.toString();
    }

    private static BundleEntry entry(String[] words) {
        int startLevel = Integer.parseInt(words[1]);
        Tier tier = Tier.of(words[2]).orElseThrow(() -> new IllegalArgumentException("not a tier: " + words[2]));
        return new BundleEntry(words[5], words[4], startLevel, tier, modes(words[3]));
    }

    /** Reads {@code run,command}. */
    public static Set<Mode> modes(String text) {
        Set<Mode> modes = EnumSet.noneOf(Mode.class);
        for (String word : text.split(",", -1)) {
            modes.add(Mode.of(word).orElseThrow(() -> new IllegalArgumentException("not a mode: " + word)));
        }
        return modes;
    }
}
