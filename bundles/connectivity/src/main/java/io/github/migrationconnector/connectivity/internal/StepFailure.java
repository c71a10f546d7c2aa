package io.github.migrationconnector.connectivity.internal;

import io.github.migrationconnector.api.connectivity.ConnectivityStep;

/** Where a walk ended. */
final class StepFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ConnectivityStep step;
    private final String fix;

    StepFailure(ConnectivityStep step, String message, String fix) {
        super(message);
        this.step = step;
        this.fix = fix;
    }

    ConnectivityStep step() {
        return step;
    }

    String fix() {
        return fix;
    }
}
