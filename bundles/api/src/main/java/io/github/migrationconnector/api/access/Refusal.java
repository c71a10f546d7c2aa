package io.github.migrationconnector.api.access;

import io.github.migrationconnector.api.problem.Problem;
import java.util.Objects;

/**
 * Why a request goes no further.
 *
 * @param status the HTTP status to answer with
 * @param problem what to tell
 */
public record Refusal(int status, Problem problem) {
    public Refusal {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not the status of a refusal: " + status);
        }
        Objects.requireNonNull(problem, "problem");
    }
}
