package io.github.migrationconnector.api.problem;

import java.util.Objects;

/**
 * One failure, for a person and for a program.
 *
 * @param code stable upper-case name, for programs and documentation, such as {@code VCENTER_LOGIN_REFUSED}
 * @param message what happened, in one sentence, without secrets
 * @param fix what the reader can do about it, in one sentence; empty when there is nothing to do
 * @param retry what a caller may do
 */
public record Problem(String code, String message, String fix, Retry retry) {
    public Problem {
        if (!code.matches("[A-Z][A-Z0-9_]*")) {
            throw new IllegalArgumentException("not a problem code: " + code);
        }
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(fix, "fix");
        Objects.requireNonNull(retry, "retry");
    }

    /** A failure that the same call would meet again. */
    public static Problem fatal(String code, String message, String fix) {
        return new Problem(code, message, fix, Retry.NEVER);
    }

    /** A failure that may pass by itself. */
    public static Problem passing(String code, String message, String fix) {
        return new Problem(code, message, fix, Retry.SOON);
    }

    /** The exception that carries this problem. */
    public ConnectorException asException() {
        return new ConnectorException(this);
    }

    /** The exception that carries this problem, and what caused it. */
    public ConnectorException asException(Throwable cause) {
        return new ConnectorException(this, cause);
    }
}
