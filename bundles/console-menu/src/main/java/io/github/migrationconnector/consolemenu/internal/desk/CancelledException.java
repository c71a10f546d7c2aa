package io.github.migrationconnector.consolemenu.internal.desk;

/** Ctrl-C: what was begun is dropped. */
public final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CancelledException() {
        super("cancelled");
    }
}
