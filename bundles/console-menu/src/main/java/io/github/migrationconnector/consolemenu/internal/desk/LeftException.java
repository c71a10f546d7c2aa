package io.github.migrationconnector.consolemenu.internal.desk;

/** The person left, or the terminal went away. */
public final class LeftException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LeftException() {
        super("left");
    }
}
