package io.github.migrationconnector.logupload.internal;

import io.github.migrationconnector.logging.redaction.HiddenNames;
import io.github.migrationconnector.logging.redaction.RedactedLines;
import io.github.migrationconnector.logging.redaction.Redactor;
import java.util.function.UnaryOperator;

/** Cleans what leaves the machine: no secrets, and no names of machines when they are to be hidden. */
public final class Cleaner {
    private final Redactor redactor;
    private final UnaryOperator<String> names;

    private Cleaner(Redactor redactor, UnaryOperator<String> names) {
        this.redactor = redactor;
        this.names = names;
    }

    /** Takes secrets out. */
    public static Cleaner of(Redactor redactor) {
        return new Cleaner(redactor, UnaryOperator.identity());
    }

    /** Takes secrets out and replaces names. */
    public static Cleaner of(Redactor redactor, HiddenNames names) {
        return new Cleaner(redactor, names::hide);
    }

    /** Begins a text, which is given line by line. */
    public Text text() {
        return new Text(new RedactedLines(redactor), names);
    }

    /** One text. */
    public static final class Text {
        private final RedactedLines lines;
        private final UnaryOperator<String> names;

        private Text(RedactedLines lines, UnaryOperator<String> names) {
            this.lines = lines;
            this.names = names;
        }

        /** The next line, clean. */
        public String next(String line) {
            return names.apply(lines.next(line));
        }
    }
}
