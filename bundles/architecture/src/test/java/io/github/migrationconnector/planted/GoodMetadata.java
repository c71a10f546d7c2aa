package io.github.migrationconnector.planted;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the rules: constants, a word that only contains a forbidden one, Optional as a return type. */
final class GoodMetadata {
    static final List<String> NAMES = List.of("a");
    static final Map<String, Integer> SIZES = Map.of("a", 1);

    Optional<String> name() {
        return NAMES.stream().findFirst();
    }
}
