package io.github.migrationconnector.launcher.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A new set is on trial until it was found well: the file {@code sets/trial} says so, in lines of {@code set NAME}, {@code
 * also NAME} (another that is, as long as the pointer names that one), {@code previous NAME}, {@code starts N}, {@code
 * since TIME}. Whoever upgrades writes it and removes it; here its starts are
 * counted, and the previous set is put back when they fail.
 */
final class Trials {
    /** A set that was cut off by other things, such as a power cut, gets another start. */
    private static final int MOST_STARTS = 3;

    private final Home home;
    private final Path file;

    Trials(Home home) {
        this.home = home;
        this.file = home.sets().resolve("trial");
    }

    /**
     * A trial under way.
     *
     * @param previous the set to go back to
     * @param since when the upgrade began, as it was written
     */
    record Trial(String previous, String since) {}

    /** Counts a start. Empty when the set in force is not on trial; one that was started too often is put back before. */
    Optional<Trial> begin() {
        Map<String, String> words = underWay();
        if (words.isEmpty()) {
            return Optional.empty();
        }
        int starts = starts(words);
        if (starts >= MOST_STARTS) {
            fallBack("it was started " + starts + " times and was never found well");
            return Optional.empty();
        }
        words.put("starts", String.valueOf(starts + 1));
        write(file, words);
        return Optional.of(new Trial(words.getOrDefault("previous", ""), words.getOrDefault("since", "")));
    }

    /** Whether the set in force is still on trial. */
    boolean isUnderWay() {
        return !underWay().isEmpty();
    }

    /** Puts the previous set back, and leaves word why. Each step may be the last before a power cut. */
    void fallBack(String reason) {
        Map<String, String> words = underWay();
        String previous = words.getOrDefault("previous", "");
        Map<String, String> told = new LinkedHashMap<>(words);
        told.put("reason", reason.replaceAll("\\R", " "));
        write(home.sets().resolve("fell-back"), told);
        try {
            if (BundleSet.isVersion(previous)) {
                // counts as soon as the pointer names that set: the store may go back to what it was
                Home.writePrivately(home.restoreStore(), (previous + "\n").getBytes(StandardCharsets.UTF_8));
            }
            if (BundleSet.isVersion(previous) && Files.isDirectory(home.sets().resolve(previous))) {
                Home.writePrivately(home.currentSet(), (previous + "\n").getBytes(StandardCharsets.UTF_8));
            } else {
                Files.deleteIfExists(home.currentSet());
            }
            sync(home.sets());
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw home.notWritable(e);
        }
    }

    /** What the file says, when it is about the set in force; nothing otherwise. */
    private Map<String, String> underWay() {
        Map<String, String> words = read(file);
        String current = text(home.currentSet()).orElse("");
        // without a pointer the shipped set is in force; going back to it is tried like any other
        boolean shipped =
                current.isEmpty() && !Files.isDirectory(home.sets().resolve(words.getOrDefault("set", "none")));
        boolean named = !current.isEmpty()
                && (current.equals(words.get("set")) || current.equals(words.getOrDefault("also", "")));
        return words.containsKey("set") && (shipped || named) ? words : Map.of();
    }

    private static int starts(Map<String, String> words) {
        String text = words.getOrDefault("starts", "0");
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : MOST_STARTS;
    }

    private Map<String, String> read(Path from) {
        Map<String, String> words = new LinkedHashMap<>();
        text(from).ifPresent(text -> text.lines().forEach(line -> {
            String[] parts = line.split(" ", 2);
            words.put(parts[0], parts.length > 1 ? parts[1] : "");
        }));
        return words;
    }

    private Optional<String> text(Path from) {
        try {
            return Files.exists(from)
                    ? Optional.of(Files.readString(from, StandardCharsets.UTF_8).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw home.notWritable(e);
        }
    }

    private void write(Path to, Map<String, String> words) {
        StringBuilder text = new StringBuilder();
        words.forEach(
                (name, value) -> text.append(name).append(' ').append(value).append('\n'));
        try {
            Home.writePrivately(to, text.toString().getBytes(StandardCharsets.UTF_8));
            sync(home.sets());
        } catch (IOException e) {
            throw home.notWritable(e);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
