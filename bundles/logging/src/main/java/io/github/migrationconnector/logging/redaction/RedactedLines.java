package io.github.migrationconnector.logging.redaction;

import java.util.regex.Pattern;

/** Redacts a text line by line; a key that goes over several lines goes whole. For one text, by one thread. */
public final class RedactedLines {
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----");
    private static final Pattern END = Pattern.compile("-----END [A-Z0-9 ]{0,30}PRIVATE KEY-----");

    /** The longest key has fewer; whatever comes then is no key any more. */
    private static final int MOST_LINES = 400;

    private final Redactor redactor;
    private int insideKey;

    public RedactedLines(Redactor redactor) {
        this.redactor = redactor;
    }

    /** The next line without what is secret. */
    public String next(String line) {
        if (insideKey > 0) {
            insideKey = END.matcher(line).find() ? 0 : insideKey - 1;
            return Redactor.REDACTED;
        }
        if (BEGIN.matcher(line).find() && !END.matcher(line).find()) {
            insideKey = MOST_LINES;
        }
        return redactor.redact(line);
    }
}
