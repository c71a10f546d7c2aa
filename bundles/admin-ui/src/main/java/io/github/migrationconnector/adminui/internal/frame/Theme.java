package io.github.migrationconnector.adminui.internal.frame;

import java.util.Locale;

/** Which colours the pages have. */
public enum Theme {
    /** As the browser's system is set. */
    AUTO,
    LIGHT,
    DARK;

    /** As in the page's {@code data-theme} attribute and in message keys. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
