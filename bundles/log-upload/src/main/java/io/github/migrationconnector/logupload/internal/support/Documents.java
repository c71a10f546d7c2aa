package io.github.migrationconnector.logupload.internal.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes documents of the records of contracts. */
final class Documents {
    private final JsonMapper mapper = JsonMapper.builder()
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .addModule(new SimpleModule("texts")
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(Duration.class, ToStringSerializer.instance)
                    .addSerializer(InetAddress.class, ToStringSerializer.instance)
                    .addSerializer(Optional.class, ToStringSerializer.instance))
            .build();

    JsonNode of(Object value) {
        return mapper.valueToTree(value);
    }
}
