package io.github.migrationconnector.applianceova.internal;

import java.util.Objects;

/** An OVA that could not be made: told in one sentence, and with what to do about it. */
public final class OvaFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fix;

    public OvaFailure(String message, String fix) {
        super(message);
        this.fix = Objects.requireNonNull(fix, "fix");
    }

    public OvaFailure(String message, String fix, Throwable cause) {
        super(message, cause);
        this.fix = Objects.requireNonNull(fix, "fix");
    }

    public String fix() {
        return fix;
    }
}
