package io.github.migrationconnector.launcher.internal;

import java.util.Objects;

/** A start that failed for a reason that a person can do something about. */
public final class LaunchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fix;
    private final ExitCode exitCode;

    LaunchException(String message, String fix) {
        this(message, fix, ExitCode.FAILED, null);
    }

    LaunchException(String message, String fix, Throwable cause) {
        this(message, fix, ExitCode.FAILED, cause);
    }

    private LaunchException(String message, String fix, ExitCode exitCode, Throwable cause) {
        super(message, cause);
        this.fix = Objects.requireNonNull(fix, "fix");
        this.exitCode = Objects.requireNonNull(exitCode, "exitCode");
    }

    /** The command line was wrong. */
    static LaunchException wrongUse(String message) {
        return new LaunchException(message, "see --help", ExitCode.WRONG_USE, null);
    }

    /** What the reader can do about it. */
    public String fix() {
        return fix;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
