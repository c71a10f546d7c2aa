package io.github.migrationconnector.launcher.internal;

import java.util.List;
import java.util.Optional;

/** Goes through a command line word by word; {@code --x=y} counts as {@code --x y}. */
final class OptionWords {
    private final List<String> words;
    private int position;
    private Optional<String> attached = Optional.empty();
    private String option = "";

    OptionWords(List<String> words) {
        this.words = List.copyOf(words);
    }

    boolean hasNext() {
        if (attached.isPresent()) {
            throw LaunchException.wrongUse(option + " takes no value");
        }
        return position < words.size();
    }

    String peek() {
        return words.get(position);
    }

    /** The next word as it stands. */
    String verbatim() {
        return words.get(position++);
    }

    /** The next option's name. */
    String next() {
        String word = verbatim();
        int equals = word.indexOf('=');
        if (word.startsWith("--") && equals > 0) {
            option = word.substring(0, equals);
            attached = Optional.of(word.substring(equals + 1));
        } else {
            option = word;
        }
        return option;
    }

    /** The value of the option that {@link #next()} gave. */
    String value() {
        String value = attached.orElseGet(() -> position < words.size() ? verbatim() : "");
        attached = Optional.empty();
        if (value.isEmpty()) {
            throw LaunchException.wrongUse(option + " needs a value");
        }
        return value;
    }
}
