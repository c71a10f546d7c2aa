package io.github.migrationconnector.api.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** JSON bodies that are right but for a few bytes. */
public final class MutatedBodies {
    private static final int MOST_CHANGES = 3;

    private static final List<String> PIECES = List.of(
            "null",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "1e400",
            "-1",
            "9999999999999999999",
            "\\u0000",
            ",",
            ":",
            "true",
            "\u00e9");

    private final Random random;

    /** The same of the same seed. */
    public MutatedBodies(Random random) {
        this.random = random;
    }

    /** A body with none to three changes, and now and then a byte that is no text. */
    public byte[] of(String body) {
        StringBuilder text = new StringBuilder(body);
        for (int changes = random.nextInt(MOST_CHANGES + 1); changes > 0 && text.length() > 1; changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, piece());
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(8)));
                case 2 -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
                default -> text.replace(at, Math.min(text.length(), at + 1 + random.nextInt(6)), piece());
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private String piece() {
        return PIECES.get(random.nextInt(PIECES.size()));
    }
}
