package io.github.migrationconnector.smsapi.internal.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.apikey.SigningKey;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against signatures that botocore 1.37.0 made with the same key; the file beside has its requests. */
final class SignatureVerifierTest {
    private static final String KEY_ID = "AKIAABCDEFGHIJKLMNOP";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final Instant SIGNED_AT = Instant.parse("2026-11-24T18:00:05Z");
    private static final Principal OLGA = new Principal("olga", Role.OPERATOR);

    private static SignatureVerifier at(Instant now) {
        return new SignatureVerifier(
                id -> id.equals(KEY_ID) ? Optional.of(new SigningKey(OLGA, Secret.of(SECRET))) : Optional.empty(),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    /** A request that can be changed before it is verified. */
    private static final class Draft {
        private String method = "POST";
        private String path;
        private String query;
        private String body;
        private final Map<String, List<String>> headers = new HashMap<>();

        Draft(JsonNode vector) {
            path = vector.path("path").asText();
            query = vector.path("query").asText();
            body = vector.path("body").asText();
            vector.path("headers")
                    .fields()
                    .forEachRemaining(header -> headers.put(
                            header.getKey(), List.of(header.getValue().asText())));
        }

        ReceivedRequest request() {
            return new ReceivedRequest(
                    new ReceivedRequest.Line(method, path, query), headers, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<JsonNode> vectors() {
        try (InputStream in = SignatureVerifierTest.class.getResourceAsStream(
                "/io/github/migrationconnector/smsapi/botocore-signatures.json")) {
            List<JsonNode> vectors = new ArrayList<>();
            new ObjectMapper().readTree(in).forEach(vectors::add);
            return vectors;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<JsonNode> requestsOfBotocore() {
        return vectors().stream();
    }

    private static Draft first() {
        return new Draft(vectors().get(0));
    }

    private static void refused(Draft draft, FaultCode code) {
        assertThatThrownBy(() -> at(SIGNED_AT).verify(draft.request()))
                .isInstanceOfSatisfying(
                        SmsFault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @MethodSource("requestsOfBotocore")
    void takesWhatBotocoreSigned(JsonNode vector) {
        VerifiedRequest verified = at(SIGNED_AT).verify(new Draft(vector).request());
        assertThat(verified.principal()).isEqualTo(OLGA);
        assertThat(verified.time()).isEqualTo(SIGNED_AT);
        assertThat(verified.accessKeyId()).isEqualTo(KEY_ID);
    }

    @ParameterizedTest
    @MethodSource("requestsOfBotocore")
    void refusesItWithAnythingElse(JsonNode vector) {
        Draft body = new Draft(vector);
        body.body = body.body + " ";
        refused(body, FaultCode.INVALID_SIGNATURE);
        Draft path = new Draft(vector);
        path.path = path.path + "x";
        refused(path, FaultCode.INVALID_SIGNATURE);
        Draft query = new Draft(vector);
        query.query = query.query + "&x=1";
        refused(query, FaultCode.INVALID_SIGNATURE);
        Draft method = new Draft(vector);
        method.method = "GET";
        refused(method, FaultCode.INVALID_SIGNATURE);
        for (String name : List.of("content-type", "host", "x-amz-target")) {
            Draft header = new Draft(vector);
            header.headers.put(name, List.of(header.headers.get(name).get(0) + "x"));
            refused(header, FaultCode.INVALID_SIGNATURE);
            header.headers.remove(name);
            refused(header, FaultCode.INVALID_SIGNATURE);
        }
        Draft time = new Draft(vector);
        time.headers.put("x-amz-date", List.of("20261124T180006Z"));
        refused(time, FaultCode.INVALID_SIGNATURE);
    }

    @Test
    void aSecondValueOfASignedHeaderCounts() {
        Draft draft = first();
        draft.headers.put(
                "x-amz-target", List.of(draft.headers.get("x-amz-target").get(0), "other"));
        refused(draft, FaultCode.INVALID_SIGNATURE);
    }

    @Test
    void clocksMayBeFiveMinutesApart() {
        for (int seconds : List.of(-300, 0, 300)) {
            assertThat(at(SIGNED_AT.plusSeconds(seconds))
                            .verify(first().request())
                            .accessKeyId())
                    .isEqualTo(KEY_ID);
        }
        for (int seconds : List.of(-301, 301, 86_400)) {
            assertThatThrownBy(() -> at(SIGNED_AT.plusSeconds(seconds)).verify(first().request()))
                    .isInstanceOfSatisfying(SmsFault.class, fault -> {
                        assertThat(fault.code()).isEqualTo(FaultCode.INVALID_SIGNATURE);
                        assertThat(fault).hasMessageContaining("expired");
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Credential=K/20261124/eu-west-1/sms/aws4_request, SignedHeaders=host",
                "AWS4-HMAC-SHA256 Credential=K, SignedHeaders=host, Signature=00",
                "AWS4-HMAC-SHA256 Credential=K/20261124/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-date",
                "AWS4-HMAC-SHA256 Credential=AKIA/20261124/eu-west-1/sms/aws4_request, SignedHeaders=x-amz-date;host,"
                        + " Signature=0000000000000000000000000000000000000000000000000000000000000000",
                "AWS4-HMAC-SHA256 Credential=AKIA/20261124/eu-west-1/sms/aws4_request, SignedHeaders=host;x-amz-date,"
                        + " Signature=0000000000000000000000000000000000000000000000000000000000000000",
                "AWS4-HMAC-SHA256 x, y, z",
                "AWS4-ECDSA-P256-SHA256 Credential=AKIA/20261124/eu-west-1/sms/aws4_request",
                "Bearer abc"
            })
    void whatCantBeASignatureIsToldApart(String authorization) {
        Draft draft = first();
        draft.headers.put("authorization", List.of(authorization));
        refused(draft, FaultCode.INCOMPLETE_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-type", "host", "x-amz-date", "x-amz-target"})
    void whatSaysWhatARequestMeansMustBeSigned(String header) {
        Draft draft = first();
        String authorization = draft.headers.get("authorization").get(0);
        draft.headers.put(
                "authorization",
                List.of(authorization
                        .replaceFirst("(SignedHeaders=|;)" + header + "(?=[;,])", "$1")
                        .replace("=;", "=")
                        .replace(";;", ";")
                        .replace(";,", ",")));
        assertThatThrownBy(() -> at(SIGNED_AT).verify(draft.request()))
                .isInstanceOfSatisfying(SmsFault.class, fault -> {
                    assertThat(fault.code()).isEqualTo(FaultCode.INCOMPLETE_SIGNATURE);
                    assertThat(fault).hasMessageContaining("header " + header + " is not signed");
                });
    }

    @Test
    void noneOrTwoAreAsGoodAsNone() {
        Draft draft = first();
        String authorization = draft.headers.get("authorization").get(0);
        draft.headers.put("authorization", List.of(authorization, authorization));
        refused(draft, FaultCode.MISSING_AUTHENTICATION_TOKEN);
        draft.headers.remove("authorization");
        refused(draft, FaultCode.MISSING_AUTHENTICATION_TOKEN);
    }

    @Test
    void anotherKeyIsNotKnown() {
        Draft draft = first();
        draft.headers.put(
                "authorization",
                List.of(draft.headers.get("authorization").get(0).replace(KEY_ID, "AKIAOTHER")));
        refused(draft, FaultCode.UNRECOGNIZED_CLIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", ""})
    void theBodyMustBeSigned(String digest) {
        Draft draft = first();
        draft.headers.put("x-amz-content-sha256", List.of(digest));
        refused(draft, FaultCode.INVALID_SIGNATURE);
    }

    @Test
    void noMutatedHeaderIsTakenOrBreaksIt() {
        Random random = new Random(20_261_124);
        String good = first().headers.get("authorization").get(0);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder mutated = new StringBuilder(good);
            int changes = 1 + random.nextInt(3);
            for (int change = 0; change < changes; change++) {
                int at = random.nextInt(mutated.length());
                switch (random.nextInt(3)) {
                    case 0 -> mutated.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> mutated.deleteCharAt(at);
                    default -> mutated.insert(at, good, 0, random.nextInt(good.length()));
                }
            }
            Draft draft = first();
            draft.headers.put("authorization", List.of(mutated.toString()));
            if (!mutated.toString().equals(good)) {
                try {
                    // what stands between the parts, and the order of the parts, says nothing
                    assertThat(at(SIGNED_AT).verify(draft.request()).signature())
                            .as(mutated.toString())
                            .isEqualTo(good.substring(good.length() - 64));
                } catch (SmsFault expected) {
                    assertThat(expected.code().status()).isEqualTo(400);
                }
            }
        }
    }
}
