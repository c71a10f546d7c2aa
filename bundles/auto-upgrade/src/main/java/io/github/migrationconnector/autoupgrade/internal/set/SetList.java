package io.github.migrationconnector.autoupgrade.internal.set;

import io.github.migrationconnector.autoupgrade.internal.Refusals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The list of a bundle set, the file {@value #FILE_NAME} beside its bundles: {@code set VERSION}, then lines of {@code
 * bundle START-LEVEL TIER MODE[,MODE] SHA256 FILE}. The launcher reads the same.
 *
 * @param version the set's name
 * @param entries its bundles, in the order in which they are installed
 */
record SetList(String version, List<SetEntry> entries) {
    static final String FILE_NAME = "set.list";
    static final int MOST_BYTES = 256 * 1024;
    private static final String VERSION = "[A-Za-z0-9][A-Za-z0-9._+-]{0,63}";
    private static final int BUNDLE_WORDS = 6;

    SetList {
        if (!version.matches(VERSION)) {
            throw new IllegalArgumentException("its name is '" + version + "'");
        }
        entries = List.copyOf(entries);
        Set<String> files = new HashSet<>();
        for (SetEntry entry : entries) {
            if (!files.add(entry.file())) {
                throw new IllegalArgumentException(entry.file() + " is in it twice");
            }
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("it has no bundles");
        }
    }

    static SetList parse(String text) {
        try {
            String version = "";
            List<SetEntry> entries = new ArrayList<>();
            for (String line : text.lines().toList()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] words = line.strip().split("\\s+", -1);
                if (words[0].equals("set") && words.length == 2 && version.isEmpty()) {
                    version = words[1];
                } else if (words[0].equals("bundle") && words.length == BUNDLE_WORDS) {
                    entries.add(entry(words));
                } else {
                    throw new IllegalArgumentException("a line is neither 'set' nor 'bundle'");
                }
            }
            return new SetList(version, entries);
        } catch (IllegalArgumentException e) {
            throw Refusals.set(e.getMessage());
        }
    }

    private static SetEntry entry(String[] words) {
        if (!words[2].equals("platform") && !words[2].equals("live")) {
            throw new IllegalArgumentException(words[5] + " is of the tier " + words[2]);
        }
        return new SetEntry(words[5], words[4], Integer.parseInt(words[1]), words[2].equals("platform"), words[3]);
    }
}
