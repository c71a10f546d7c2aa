package io.github.migrationconnector.autoupgrade.internal.set;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The file {@code sets/trial}: a set that was started for the first time and was not found well yet. The launcher counts
 * its starts there, and goes back to the previous set by itself when they fail.
 *
 * @param set the set on trial
 * @param also another that is, when the pointer still names that one
 * @param previous the set to go back to
 * @param since when the upgrade began
 */
public record Trial(String set, String also, String previous, Instant since) {
    private static final String FILE = "trial";

    /** The trial under way, or empty. */
    public static Optional<Trial> read(Sets sets) {
        Map<String, String> words = words(sets.directory().resolve(FILE));
        if (!words.containsKey("set") || !words.containsKey("previous")) {
            return Optional.empty();
        }
        return Optional.of(new Trial(
                words.get("set"), words.getOrDefault("also", ""), words.get("previous"), instant(words.get("since"))));
    }

    /** Whether it is about a set. */
    public boolean isOf(String name) {
        return set.equals(name) || also.equals(name);
    }

    /** Begins it. */
    public void write(Sets sets) {
        try {
            DurableFiles.write(
                    sets.directory().resolve(FILE),
                    ("set " + set + "\nalso " + also + "\nprevious " + previous + "\nstarts 0\nsince " + since + "\n")
                            .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it. */
    public static void end(Sets sets) {
        try {
            DurableFiles.delete(sets.directory().resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the launcher wrote when it went back by itself: the set, where it went and why. Told once. */
    public static Optional<Map<String, String>> takeFallBack(Sets sets) {
        Path file = sets.directory().resolve("fell-back");
        Map<String, String> words = words(file);
        try {
            DurableFiles.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words.containsKey("set") ? Optional.of(words) : Optional.empty();
    }

    static Instant instant(String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private static Map<String, String> words(Path file) {
        Map<String, String> words = new HashMap<>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                    String[] parts = line.split(" ", 2);
                    words.put(parts[0], parts.length > 1 ? parts[1] : "");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }
}
