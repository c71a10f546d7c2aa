package io.github.migrationconnector.notifications.internal.channel;

import io.github.migrationconnector.notifications.internal.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;

/** A message as a mail (RFC 5322, MIME of RFC 2045 to 2047): ASCII alone, in lines that no server cuts. */
final class MailText {
    /** Of UTF-8 in one encoded word, so that it stays below 75 characters (RFC 2047, section 2). */
    private static final int WORD_BYTES = 42;

    private MailText() {}

    /**
     * The whole mail, its lines ended by CR LF; none of them begins with a dot.
     *
     * @param from address of the sender
     * @param to addresses
     * @param at when it is sent
     */
    static byte[] of(Message message, String from, List<String> to, Instant at) {
        String body = Base64.getMimeEncoder()
                .encodeToString(PlainText.of(message).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        String mail = "Date: " + date(at) + "\r\n"
                + "From: Server Migration Connector <" + from + ">\r\n"
                + "To: " + String.join(",\r\n ", to) + "\r\n"
                + "Message-ID: <" + message.id() + "@" + from.substring(from.indexOf('@') + 1) + ">\r\n"
                + "Subject: " + subject(message.title()) + "\r\n"
                // no machine should answer it (RFC 3834)
                + "Auto-Submitted: auto-generated\r\n"
                + "MIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + body + "\r\n";
        return mail.getBytes(StandardCharsets.US_ASCII);
    }

    /** Its own name of the zone is the obsolete one (RFC 5322, section 4.3). */
    private static String date(Instant at) {
        return DateTimeFormatter.RFC_1123_DATE_TIME
                .format(at.atOffset(ZoneOffset.UTC))
                .replace("GMT", "+0000");
    }

    /** Always encoded: no name of a machine can then be anything else than text of the subject. */
    private static String subject(String title) {
        StringBuilder words = new StringBuilder();
        StringBuilder word = new StringBuilder();
        int bytes = 0;
        for (int point : title.codePoints().toArray()) {
            String character = Character.toString(point);
            int more = character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + more > WORD_BYTES) {
                words.append(encoded(word)).append("\r\n ");
                word.setLength(0);
                bytes = 0;
            }
            word.append(character);
            bytes += more;
        }
        return words.append(encoded(word)).toString();
    }

    private static String encoded(CharSequence word) {
        byte[] bytes = word.toString().getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }
}
