package io.github.migrationconnector.distribution.internal;

import io.github.migrationconnector.launcher.internal.SetList;
import io.github.migrationconnector.launcher.internal.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The list of what is carried, {@code src/main/set/bundles.list}.
 *
 * @param bundles by artifact
 * @param embedded licences of jars within bundles, by artifact
 * @param inlined libraries unpacked into bundles of this project
 */
public record CarriedList(Map<String, Carried> bundles, Map<String, String> embedded, List<Inlined> inlined) {
    private static final int BUNDLE_WORDS = 6;
    private static final int LEAST_EMBEDDED_WORDS = 3;
    private static final int INLINED_WORDS = 5;

    public CarriedList {
        bundles = Collections.unmodifiableMap(new LinkedHashMap<>(bundles));
        embedded = Map.copyOf(embedded);
        inlined = List.copyOf(inlined);
    }

    /** Reads the list; an error names the line. */
    public static CarriedList parse(String text) {
        Map<String, Carried> bundles = new LinkedHashMap<>();
        Map<String, String> embedded = new LinkedHashMap<>();
        List<Inlined> inlined = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.strip().split("\\s+", -1);
            boolean twice;
            if (words[0].equals("bundle") && words.length == BUNDLE_WORDS) {
                Tier tier = Tier.valueOf(words[2].toUpperCase(Locale.ROOT));
                Carried carried = new Carried(Integer.parseInt(words[1]), tier, SetList.modes(words[3]), words[4]);
                twice = bundles.put(words[5], carried) != null;
            } else if (words[0].equals("embedded") && words.length >= LEAST_EMBEDDED_WORDS) {
                twice = false;
                for (String artifact : List.of(words).subList(2, words.length)) {
                    twice |= embedded.put(artifact, words[1]) != null;
                }
            } else if (words[0].equals("inlined") && words.length == INLINED_WORDS) {
                Inlined library = new Inlined(words[1], words[2], words[3], words[4]);
                twice = inlined.contains(library);
                inlined.add(library);
            } else {
                throw new IllegalArgumentException("bundles.list, line " + number + ": " + line);
            }
            if (twice) {
                throw new IllegalArgumentException("bundles.list, line " + number + ": said before: " + line);
            }
        }
        return new CarriedList(bundles, embedded, inlined);
    }

    /** The artifact whose jar has this name: the longest of those listed that is followed by a version. */
    Optional<String> artifactOf(String fileName) {
        return bundles.keySet().stream()
                .filter(artifact -> isJarOf(fileName, artifact))
                .reduce((one, other) -> one.length() > other.length() ? one : other);
    }

    /** The licence of a jar within a bundle. */
    Optional<String> embeddedLicence(String fileName) {
        return embedded.entrySet().stream()
                .filter(entry -> isJarOf(fileName, entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean isJarOf(String fileName, String artifact) {
        return fileName.startsWith(artifact + "-") && Character.isDigit(fileName.charAt(artifact.length() + 1));
    }
}
