package io.github.migrationconnector.logging.internal;

/** One JSON object in one line, of texts alone. */
final class JsonLine {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder("{");

    JsonLine field(String name, String value) {
        if (text.length() > 1) {
            text.append(',');
        }
        string(name);
        text.append(':');
        string(value);
        return this;
    }

    String end() {
        return text + "}\n";
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            character(value, i);
        }
        text.append('"');
    }

    private void character(String value, int at) {
        char c = value.charAt(at);
        switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                // what ends a line for some reader, what moves a terminal's cursor, and halves of pairs
                if (c < ' ' || (c >= 0x7f && c <= 0x9f) || c == '\u2028' || c == '\u2029' || halfOfPair(value, at)) {
                    text.append("\\u")
                            .append(HEX.charAt(c >> 12))
                            .append(HEX.charAt(c >> 8 & 15))
                            .append(HEX.charAt(c >> 4 & 15))
                            .append(HEX.charAt(c & 15));
                } else {
                    text.append(c);
                }
            }
        }
    }

    private static boolean halfOfPair(String value, int at) {
        char c = value.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 >= value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
    }
}
