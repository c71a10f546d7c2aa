package io.github.migrationconnector.adminui.internal;

/** HTML that is safe to send: every text that is put into it is escaped, here and nowhere else. */
final class Html {
    private final StringBuilder written = new StringBuilder();

    /** Markup of our own; never a value. */
    Html markup(String markup) {
        written.append(markup);
        return this;
    }

    /** A value, between tags or in a quoted attribute. */
    Html text(String value) {
        value.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> written.append("&amp;");
                case '<' -> written.append("&lt;");
                case '>' -> written.append("&gt;");
                case '"' -> written.append("&quot;");
                case '\'' -> written.append("&#39;");
                default -> written.appendCodePoint(Character.isISOControl(character) ? ' ' : character);
            }
        });
        return this;
    }

    /** An element that holds a value only. */
    Html element(String name, String value) {
        return markup("<" + name + ">").text(value).markup("</" + name.split(" ", 2)[0] + ">\n");
    }

    @Override
    public String toString() {
        return written.toString();
    }
}
