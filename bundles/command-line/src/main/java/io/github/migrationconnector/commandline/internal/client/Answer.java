package io.github.migrationconnector.commandline.internal.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the daemon answered.
 *
 * @param status the HTTP status
 * @param body the document; missing when there was none
 */
public record Answer(int status, JsonNode body) {
    private static final int UNAVAILABLE = 503;

    /** Of the web server, when nobody is there who takes the request. */
    private static final Set<Integer> MISSED = Set.of(404, 405, UNAVAILABLE);

    /** Of the request itself, whenever it comes; 401 and 403 are the token's, 408, 409 and 429 the moment's. */
    private static final Set<Integer> REJECTED = Set.of(400, 404, 405, 413, 415, 422);

    public boolean ok() {
        return status / 100 == 2;
    }

    /** The document of an answer that is none of a refusal. */
    JsonNode orThrow() {
        if (ok()) {
            return body;
        }
        String detail = body.path("detail").asText();
        // without a code it is not the API that answers: none is there while its bundle is replaced
        if (MISSED.contains(status) && !body.hasNonNull("code")) {
            throw new CommandFailure(
                    "the daemon runs, and its API does not answer (status " + status + ")",
                    "wait a moment and try again: the daemon starts, or a bundle is replaced; else look at its log",
                    true);
        }
        String message =
                detail.isEmpty() ? "the daemon answered with status " + status : detail + found("message", ": ");
        String fix = found("fix", "").isEmpty() ? body.path("fix").asText() : found("fix", "");
        throw REJECTED.contains(status) && body.hasNonNull("code")
                ? CommandFailure.rejected(message, fix)
                : new CommandFailure(message, fix, status == UNAVAILABLE);
    }

    /** What the findings say, where a refusal comes with some; empty where it does not. */
    private String found(String member, String before) {
        String all = body.path("findings").findValuesAsText(member).stream()
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? "" : before + all;
    }
}
