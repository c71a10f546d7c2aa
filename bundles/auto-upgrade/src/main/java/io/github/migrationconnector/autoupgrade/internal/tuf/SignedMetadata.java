package io.github.migrationconnector.autoupgrade.internal.tuf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.autoupgrade.internal.Refusals;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One file of metadata (The Update Framework, specification 1.0.33, section 4.2). Parsed, not trusted yet.
 *
 * @param role whose it says to be
 * @param version from 1 on
 * @param expires after which it is not to be trusted
 * @param signed what the signatures are made over
 * @param signatures by key id
 */
record SignedMetadata(Role role, long version, Instant expires, ObjectNode signed, Map<String, byte[]> signatures) {
    private static final int DEEPEST = 12;
    private static final int LONGEST_TEXT = 100_000;
    private static final int LONGEST_NUMBER = 18;
    private static final int MOST_SIGNATURES = 64;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(LONGEST_TEXT)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Reads a file whose length was bounded before. */
    static SignedMetadata parse(Role role, byte[] bytes) {
        String what = "the " + role.word() + " metadata";
        JsonNode root;
        try {
            root = MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw Refusals.malformed(what, "it is not JSON that is read here");
        }
        try {
            if (!(root.path("signed") instanceof ObjectNode signed)) {
                throw new IllegalArgumentException("nothing in it is signed");
            }
            if (!signed.path("_type").asText().equals(role.word())) {
                throw new IllegalArgumentException("it is of another role");
            }
            if (!signed.path("spec_version").asText().matches("1\\.\\d{1,4}(\\.\\d{1,4})?")) {
                throw new IllegalArgumentException("it follows another specification than 1.x");
            }
            JsonFields fields = new JsonFields(signed);
            return new SignedMetadata(
                    role,
                    fields.version("version"),
                    Instant.parse(fields.text("expires")),
                    signed,
                    signatures(root.path("signatures")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw Refusals.malformed(what, e.getMessage());
        }
    }

    private static Map<String, byte[]> signatures(JsonNode list) {
        if (!list.isArray() || list.size() > MOST_SIGNATURES) {
            throw new IllegalArgumentException("it has no list of at most " + MOST_SIGNATURES + " signatures");
        }
        Map<String, byte[]> found = new LinkedHashMap<>();
        for (JsonNode entry : list) {
            String keyId = entry.path("keyid").asText();
            // an empty one is the place of a signature that was not made yet
            byte[] signature = HexFormat.of().parseHex(entry.path("sig").asText());
            if (found.put(keyId, signature) != null) {
                throw new IllegalArgumentException("it is signed twice by one key");
            }
        }
        return found;
    }

    /** The bytes that signatures are made over. */
    byte[] signedBytes() {
        try {
            return CanonicalJson.encode(signed);
        } catch (IllegalArgumentException e) {
            throw Refusals.malformed("the " + role.word() + " metadata", e.getMessage());
        }
    }

    /** Refuses it when its time is over. */
    void requireFresh(Instant now) {
        if (!now.isBefore(expires)) {
            throw Refusals.expired("the " + role.word() + " metadata", expires.toString());
        }
    }
}
