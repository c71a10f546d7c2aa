package io.github.migrationconnector.consolemenu.internal.desk;

/** Nobody has typed for too long. */
public final class IdleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IdleException() {
        super("nobody types");
    }
}
