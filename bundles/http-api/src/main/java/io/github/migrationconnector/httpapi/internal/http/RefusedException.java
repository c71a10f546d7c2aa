package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.access.Refusal;

/** The gate's refusal; it brings its HTTP status along. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.problem().code() + ": " + refusal.problem().message());
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
