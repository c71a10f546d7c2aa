package io.github.migrationconnector.api.problem;

import java.util.Objects;

/** The one exception that crosses a contract of this connector. Its {@link #problem()} is fit to be shown to a user. */
public final class ConnectorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ConnectorException(Problem problem) {
        super(problem.code() + ": " + problem.message());
        this.problem = problem;
    }

    public ConnectorException(Problem problem, Throwable cause) {
        super(problem.code() + ": " + problem.message(), Objects.requireNonNull(cause, "cause"));
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
