package io.github.migrationconnector.httpapi.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** JSON in and out; what comes in is bounded in depth and length. */
public final class Json {
    private static final int DEEPEST = 20;
    private static final int LONGEST_TEXT = 100_000;
    private static final int LONGEST_NUMBER = 40;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(LONGEST_TEXT)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** An empty object to be filled. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** What is not sent at all. */
    public static JsonNode nothing() {
        return MissingNode.getInstance();
    }

    /** A list of texts. */
    public static ArrayNode texts(Collection<String> values) {
        return array(values, JsonNodeFactory.instance::textNode);
    }

    /** A list, each entry written by a function. */
    public static <T> ArrayNode array(Collection<T> values, Function<T, JsonNode> writer) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> array.add(writer.apply(value)));
        return array;
    }

    /** RFC 3339 in UTC; null for {@link Instant#EPOCH}, which stands for a time that has not come. */
    public static JsonNode time(Instant time) {
        return time.equals(Instant.EPOCH)
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.textNode(time.toString());
    }

    /** A problem as RFC 9457 has it, with {@code code}, {@code fix} and {@code retry} of ours. */
    public static ObjectNode problem(int status, Problem problem) {
        ObjectNode body = object();
        body.put("title", problem.code());
        body.put("status", status);
        body.put("detail", problem.message());
        return body.put("code", problem.code())
                .put("fix", problem.fix())
                .put("retry", problem.retry().name());
    }

    /**
     * Reads an object that a client sent.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException when it is not one
     */
    public static ObjectNode readObject(Secret body) {
        byte[] plain = body.toUtf8();
        try {
            return readObject(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Reads an object of bytes that are no secret. */
    public static ObjectNode readObject(byte[] body) {
        JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw BadRequests.of("the body", "is not JSON that is read here" + place(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw BadRequests.of("$", "is not an object");
    }

    /** Nowhere, when a bound was passed: then the parser does not say. */
    private static String place(JsonProcessingException failure) {
        return Optional.ofNullable(failure.getLocation())
                .map(at -> ", at line " + at.getLineNr() + ", column " + at.getColumnNr())
                .orElse("");
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
