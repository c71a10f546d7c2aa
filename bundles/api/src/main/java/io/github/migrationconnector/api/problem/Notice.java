package io.github.migrationconnector.api.problem;

import java.util.List;
import java.util.Objects;

/**
 * Something that a person is told, with what the words are made of: a face that speaks another language says it from the code and
 * the values, the others take the English words.
 *
 * @param code stable upper-case name, such as {@code NETWORK_ADDRESS_TAKEN}; empty when nothing is told, or it was told by a
 *     version that gave no codes
 * @param values the names and figures that the words carry, in an order that belongs to the code; a problem's words carry none
 * @param message what is told, in English and without secrets
 * @param fix what to do about it, in English; empty when there is nothing to do
 */
public record Notice(String code, List<String> values, String message, String fix) {
    /** Nothing is told. */
    public static final Notice NONE = new Notice("", List.of(), "", "");

    public Notice {
        if (!code.isEmpty() && !code.matches("[A-Z][A-Z0-9_]*")) {
            throw new IllegalArgumentException("not a code: " + code);
        }
        values = List.copyOf(values);
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(fix, "fix");
    }

    /** What a problem tells. */
    public static Notice of(Problem problem) {
        return new Notice(problem.code(), List.of(), problem.message(), problem.fix());
    }

    /** All of it in English, as {@code CODE: message fix}; empty when nothing is told. */
    public String text() {
        return ((code.isEmpty() ? "" : code + ": ") + message + " " + fix).strip();
    }
}
