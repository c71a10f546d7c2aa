package io.github.migrationconnector.adminui.internal.frame;

import java.util.Locale;

/** How close the rows of a table stand. */
public enum Density {
    COMFORTABLE,
    COMPACT;

    /** As in the page's {@code data-density} attribute and in message keys. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
