package io.github.migrationconnector.consolemenu.internal;

import java.util.Objects;

/** Something that did not work, in one sentence, and what to do about it. */
public final class TroubleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fix;
    private final boolean rejected;

    public TroubleException(String message, String fix) {
        super(message);
        this.fix = Objects.requireNonNull(fix, "fix");
        this.rejected = false;
    }

    public TroubleException(String message, String fix, Throwable cause) {
        this(message, fix, false, cause);
    }

    /**
     * What the daemon refused.
     *
     * @param rejected whether the same request would be refused at any other time too
     */
    public TroubleException(String message, String fix, boolean rejected, Throwable cause) {
        super(message, cause);
        this.fix = Objects.requireNonNull(fix, "fix");
        this.rejected = rejected;
    }

    public String fix() {
        return fix;
    }

    public boolean rejected() {
        return rejected;
    }
}
