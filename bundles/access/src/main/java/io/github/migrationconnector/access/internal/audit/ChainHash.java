package io.github.migrationconnector.access.internal.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Binds a line to all before it: SHA-256 over the hash of the line before and the text of this one.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
record ChainHash(String hex) {
    private static final String MEMBER = ",\"hash\":\"";
    private static final int TAIL = MEMBER.length() + 64 + 2;

    ChainHash {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a hash");
        }
    }

    /** Before the first line of all. */
    static ChainHash origin() {
        return new ChainHash("0".repeat(64));
    }

    /** The hash of the object that follows. */
    ChainHash then(String object) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(HexFormat.of().parseHex(hex));
            return new ChainHash(HexFormat.of().formatHex(sha256.digest(object.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** The line of an object with this hash: its last member. */
    String line(String object) {
        return object.substring(0, object.length() - 1) + MEMBER + hex + "\"}";
    }

    /** The object of a line, without the hash; as it is when there is none. */
    static String object(String line) {
        return carries(line) ? line.substring(0, line.length() - TAIL) + "}" : line;
    }

    /** The hash that a line carries; for a damaged line one that no intact line has. */
    static ChainHash of(String line) {
        if (carries(line)) {
            return new ChainHash(line.substring(line.length() - 66, line.length() - 2));
        }
        return origin().then(line);
    }

    private static boolean carries(String line) {
        return line.length() >= TAIL && line.substring(line.length() - TAIL).matches(",\"hash\":\"[0-9a-f]{64}\"}");
    }
}
