package io.github.migrationconnector.notifications.internal.channel;

import java.io.IOException;

/** What was under way was ended on this side, since its bundle goes away. */
final class Stopped extends IOException {
    private static final long serialVersionUID = 1L;

    Stopped() {
        super("the notifications stop");
    }
}
