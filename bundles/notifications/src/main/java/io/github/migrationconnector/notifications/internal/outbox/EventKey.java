package io.github.migrationconnector.notifications.internal.outbox;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The key of something that happened, as it is kept. Keys are made of names that strangers may have typed, of any length and with
 * characters that not every store takes (PostgreSQL no U+0000): then their digest stands for them.
 */
final class EventKey {
    private static final Pattern AS_IT_IS = Pattern.compile("[ -~]{1,200}");

    private EventKey() {}

    /** At most 200 printable ASCII characters, others for each other key. */
    static String of(String key) {
        if (AS_IT_IS.matcher(key).matches()) {
            return key;
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (int index = 0; index < key.length(); index++) {
                // no charset: halves of characters, with which a name that was cut may end, would all become the same
                sha256.update((byte) (key.charAt(index) >> Byte.SIZE));
                sha256.update((byte) key.charAt(index));
            }
            return "sha256:" + HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
