package io.github.migrationconnector.commandline.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
    private static final JsonNode PROBLEM = JsonNodeFactory.instance
            .objectNode()
            .put("code", "ACTION_UNKNOWN")
            .put("detail", "There is no such action.");

    private static CommandFailure failure(int status, JsonNode body) {
        return catchThrowableOfType(CommandFailure.class, () -> new Answer(status, body).orThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 413, 415, 422})
    void aRequestThatTheApiNamesWrongStaysWrong(int status) {
        assertThat(failure(status, PROBLEM).rejected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 503})
    void whatThereIsNoApiForAtTheMomentMayBeAskedAgain(int status) {
        CommandFailure failure = failure(status, MissingNode.getInstance());
        assertThat(failure.rejected()).isFalse();
        assertThat(failure.passing()).isTrue();
        assertThat(failure).hasMessageContaining("its API does not answer (status " + status + ")");
        assertThat(failure.fix()).startsWith("wait a moment and try again");
    }

    @Test
    void whoIsNotLetInOrComesTooOftenMayAskAgain() {
        for (int status : new int[] {401, 403, 408, 409, 429, 503}) {
            assertThat(failure(status, PROBLEM).rejected())
                    .as("status %d", status)
                    .isFalse();
        }
    }
}
