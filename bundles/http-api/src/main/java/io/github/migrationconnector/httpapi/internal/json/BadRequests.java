package io.github.migrationconnector.httpapi.internal.json;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;

/** What is wrong with what a client sent. */
public final class BadRequests {
    /** The problem's code. */
    public static final String CODE = "REQUEST_INVALID";

    private BadRequests() {}

    /**
     * The exception to throw.
     *
     * @param where a JSON path, or another place
     * @param what ends the sentence that begins with the place
     */
    public static ConnectorException of(String where, String what) {
        return Problem.fatal(CODE, where + " " + what, "Look it up in /api/v1/openapi.json.")
                .asException();
    }
}
