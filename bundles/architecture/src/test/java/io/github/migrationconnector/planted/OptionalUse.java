package io.github.migrationconnector.planted;

import java.util.Optional;

/** Breaks: Optional is a return type and nothing else. */
final class OptionalUse {
    Optional<String> kept = Optional.empty();

    public void take(Optional<String> text) {
        kept = text;
    }

    Optional<String> given() {
        return kept;
    }
}
