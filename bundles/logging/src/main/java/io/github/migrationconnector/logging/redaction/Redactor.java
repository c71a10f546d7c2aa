package io.github.migrationconnector.logging.redaction;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;

/**
 * Takes secrets out of a text. It knows them by what stands around them (a name, a header, a place in a URL), by their own
 * form, and by their values, when it is given some. What is encoded is looked into. Rather too much goes than too little.
 */
public final class Redactor {
    /** What stands in the place of a secret. */
    public static final String REDACTED = "[redacted]";

    private final KnownValues known;

    /** Knows no values. */
    public Redactor() {
        this(List.of());
    }

    /**
     * Knows values as well.
     *
     * @param values secrets that must not be seen, wherever they stand and however they are encoded
     */
    public Redactor(Collection<String> values) {
        this.known = new KnownValues(values);
    }

    /** Whether what has this name, as in JSON, is a secret, and all that is below it. */
    public static boolean isSecretName(String name) {
        return Rules.isSecretName(name);
    }

    /** The text without them. */
    public String redact(String text) {
        return redact(text, 0);
    }

    String redact(String text, int depth) {
        String clean = known.remove(text);
        // rules only take away, so that what is not in it now will not be
        String lower = clean.toLowerCase(Locale.ROOT);
        for (Rule rule : Rules.ALL) {
            if (rule.mayMatch(lower)) {
                Matcher matcher = rule.pattern().matcher(clean);
                clean = matcher.replaceAll(rule.replacement());
            }
        }
        return Encoded.redact(clean, this, depth);
    }
}
