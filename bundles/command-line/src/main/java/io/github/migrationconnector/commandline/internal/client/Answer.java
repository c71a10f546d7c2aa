package io.github.migrationconnector.commandline.internal.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;

/**
 * What the daemon answered.
 *
 * @param status the HTTP status
 * @param body the document; missing when there was none
 */
public record Answer(int status, JsonNode body) {
    private static final int UNAVAILABLE = 503;

    public boolean ok() {
        return status / 100 == 2;
    }

    /** The document of an answer that is none of a refusal. */
    JsonNode orThrow() {
        if (ok()) {
            return body;
        }
        String detail = body.path("detail").asText();
        throw new CommandFailure(
                detail.isEmpty() ? "the daemon answered with status " + status : detail,
                body.path("fix").asText(),
                status == UNAVAILABLE);
    }
}
