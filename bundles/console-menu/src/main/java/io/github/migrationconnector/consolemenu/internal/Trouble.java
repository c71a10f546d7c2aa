package io.github.migrationconnector.consolemenu.internal;

import io.github.migrationconnector.consolemenu.internal.desk.Desk;

/** How trouble is told: what, and what to do about it. */
public final class Trouble {
    private Trouble() {}

    public static void say(Desk desk, TroubleException trouble) {
        desk.say("Not done: " + trouble.getMessage());
        if (!trouble.fix().isEmpty()) {
            desk.say("To mend it: " + trouble.fix());
        }
    }
}
