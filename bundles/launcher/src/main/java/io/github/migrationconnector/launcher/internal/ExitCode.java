package io.github.migrationconnector.launcher.internal;

/** How the process ends. */
public enum ExitCode {
    DONE(0),
    FAILED(1),
    WRONG_USE(2),
    /** Something of the old framework would not end; {@code bin/connector} starts a new process (EX_TEMPFAIL). */
    AGAIN(75);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
