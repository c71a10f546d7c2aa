package io.github.migrationconnector.consolemenu.internal;

/** Who has to log in before the menu serves them. */
enum LoginRule {
    /** Everybody but whoever stands at the machine's own console. */
    REMOTE,
    /** Everybody. */
    ALWAYS
}
