package io.github.migrationconnector.smsapi.internal.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;

/** Bodies of the AWS JSON protocol, version 1.1; what comes in is bounded in depth and length. */
public final class SmsJson {
    /** Of requests and of answers. */
    public static final String CONTENT_TYPE = "application/x-amz-json-1.1";

    private static final int DEEPEST = 20;
    private static final int LONGEST_TEXT = 100_000;
    private static final int LONGEST_NUMBER = 40;
    private static final int MILLIS_DIGITS = 3;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(LONGEST_TEXT)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private SmsJson() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A list, each entry written by a function. */
    public static <T> ArrayNode array(Collection<T> values, Function<T, JsonNode> writer) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> array.add(writer.apply(value)));
        return array;
    }

    /** Sets a member unless the text is empty: the protocol leaves out what is not there. */
    public static void put(ObjectNode object, String name, String text) {
        if (!text.isEmpty()) {
            object.put(name, text);
        }
    }

    /** Sets a member to seconds since 1970, unless it is {@link Instant#EPOCH}, which stands for a time that has not come. */
    public static void put(ObjectNode object, String name, Instant time) {
        if (!time.equals(Instant.EPOCH)) {
            object.put(name, BigDecimal.valueOf(time.toEpochMilli(), MILLIS_DIGITS));
        }
    }

    /** The members of a request; a body of no bytes has none. */
    public static Parameters read(byte[] body) {
        if (body.length == 0) {
            return new Parameters(object());
        }
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return new Parameters(object);
            }
        } catch (JsonProcessingException | NumberFormatException e) {
            // the latter for an exponent that no number has
            throw new SmsFault(FaultCode.SERIALIZATION, "The body is not JSON that is read here.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new SmsFault(FaultCode.SERIALIZATION, "The body is not a JSON object.");
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
