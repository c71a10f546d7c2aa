package io.github.migrationconnector.notifications.internal.channel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a mail server answers to one command (RFC 5321, section 4.2).
 *
 * @param code 200 to 599
 * @param texts behind the code of each line, printable; at least one, which may be empty
 */
record SmtpReply(int code, List<String> texts) {
    private static final Pattern LINE = Pattern.compile("([2-5][0-9]{2})(?:([ -])(.*))?");
    private static final int MOST_LINES = 100;

    SmtpReply {
        texts = List.copyOf(texts);
    }

    /** Where lines come from. */
    @FunctionalInterface
    interface Lines {
        String next() throws IOException;
    }

    static SmtpReply read(Lines lines) throws IOException {
        List<String> texts = new ArrayList<>();
        int code = 0;
        boolean more = true;
        while (more) {
            String line = lines.next();
            Matcher parts = LINE.matcher(line);
            if (!parts.matches() || texts.size() >= MOST_LINES) {
                throw new IOException("what answers is no mail server: " + Failures.printable(line));
            }
            int said = Integer.parseInt(parts.group(1));
            if (code != 0 && code != said) {
                throw new IOException("an answer with two codes, " + code + " and " + said);
            }
            code = said;
            String text = parts.group(3);
            texts.add(text == null ? "" : Failures.printable(text));
            more = "-".equals(parts.group(2));
        }
        return new SmtpReply(code, texts);
    }

    boolean positive() {
        return code < 400;
    }

    /** A refusal that may pass: full, busy, or one that lets strangers wait (RFC 5321, section 4.2.1). */
    boolean passing() {
        return code >= 400 && code < 500;
    }

    /** A refusal that the same command would meet again. */
    boolean refusing() {
        return code >= 500;
    }

    /** Whether the answer to EHLO names an extension, with an argument when one is given (RFC 5321, section 4.1.1.1). */
    boolean offers(String extension, String argument) {
        return texts.stream().map(text -> text.toUpperCase(Locale.ROOT)).anyMatch(text -> {
            List<String> words = List.of(text.split("[ =]", -1));
            return words.get(0).equals(extension) && (argument.isEmpty() || words.contains(argument));
        });
    }

    @Override
    public String toString() {
        return (code + " " + String.join(" ", texts)).strip();
    }
}
