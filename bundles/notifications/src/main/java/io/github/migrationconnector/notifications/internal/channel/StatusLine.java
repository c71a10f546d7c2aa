package io.github.migrationconnector.notifications.internal.channel;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of an HTTP answer (RFC 9112, section 4).
 *
 * @param code 100 to 599
 * @param reason what the server wrote behind it, printable
 */
record StatusLine(int code, String reason) {
    private static final Pattern LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: (.*))?");

    static StatusLine read(String line) throws IOException {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IOException("what answers is no HTTP/1.1 server: " + Failures.printable(line));
        }
        String reason = parts.group(2);
        return new StatusLine(
                Integer.parseInt(parts.group(1)), reason == null ? "" : Failures.printable(reason.strip()));
    }

    @Override
    public String toString() {
        return (code + " " + reason).strip();
    }
}
