package io.github.migrationconnector.logging.redaction;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One way to know a secret.
 *
 * @param hints one of these, in lower case, is in every text that the pattern matches: looked for first, since it costs less;
 *     none when there are none
 * @param pattern what is replaced
 * @param replacement by what
 */
record Rule(List<String> hints, Pattern pattern, String replacement) {
    Rule {
        hints = List.copyOf(hints);
    }

    static Rule of(List<String> hints, String pattern, String replacement) {
        return new Rule(hints, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), replacement);
    }

    /** Whether upper and lower case are told apart. */
    static Rule exact(List<String> hints, String pattern, String replacement) {
        return new Rule(hints, Pattern.compile(pattern), replacement);
    }

    /** Whether it is worth a try with a text in lower case. */
    boolean mayMatch(String lower) {
        return hints.isEmpty() || hints.stream().anyMatch(lower::contains);
    }
}
