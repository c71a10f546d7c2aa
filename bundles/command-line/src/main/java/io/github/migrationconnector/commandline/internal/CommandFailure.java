package io.github.migrationconnector.commandline.internal;

import java.util.Objects;

/** A command that could not be carried out, told in one sentence and with what to do about it. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fix;
    private final boolean passing;
    private final boolean rejected;

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
        this(message, fix, passing, false);
    }

    private CommandFailure(String message, String fix, boolean passing, boolean rejected) {
        super(message);
        this.fix = Objects.requireNonNull(fix, "fix");
        this.passing = passing;
        this.rejected = rejected;
    }

    /** What the daemon takes at no other time either, as the request itself is not one for it. */
    public static CommandFailure rejected(String message, String fix) {
        return new CommandFailure(message, fix, false, true);
    }

    public String fix() {
        return fix;
    }

    public boolean passing() {
        return passing;
    }

    public boolean rejected() {
        return rejected;
    }
}
