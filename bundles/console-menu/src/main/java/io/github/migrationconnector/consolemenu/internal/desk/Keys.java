package io.github.migrationconnector.consolemenu.internal.desk;

/** The bytes that are typed. */
@FunctionalInterface
interface Keys {
    /** Nobody typed for a second. */
    int SILENCE = -1;

    /**
     * The next byte, or {@link #SILENCE} after a second or so.
     *
     * @throws LeftException when the terminal is gone
     */
    int next();
}
