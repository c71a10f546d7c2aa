package io.github.migrationconnector.commandline.internal;

import java.util.Objects;

/** A command that could not be carried out, told in one sentence and with what to do about it. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fix;
    private final boolean passing;

    /** A failure that the same command would meet again. */
    public CommandFailure(String message, String fix) {
        this(message, fix, false);
    }

    /**
     * Any failure.
     *
     * @param passing whether it may pass by itself within moments, as while the daemon starts again
     */
    public CommandFailure(String message, String fix, boolean passing) {
        super(message);
        this.fix = Objects.requireNonNull(fix, "fix");
        this.passing = passing;
    }

    public String fix() {
        return fix;
    }

    public boolean passing() {
        return passing;
    }
}
