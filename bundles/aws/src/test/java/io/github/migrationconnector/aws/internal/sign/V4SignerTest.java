package io.github.migrationconnector.aws.internal.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.credential.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** The SDK's own signer is the judge. */
class V4SignerTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final Instant AT = Instant.parse("2026-03-01T23:59:58Z");

    private final V4Signer signer = new V4Signer("eu-central-1", "ebs");

    @Test
    void signsAPutAsTheSdkDoes() {
        UnsignedRequest request = put("/snapshots/snap-0123456789abcdef0/blocks/1");
        assertThat(ours(request, V4Signer.Payload.UNSIGNED, keys("")))
                .isEqualTo(theirs(request, V4Signer.Payload.UNSIGNED, keys("")));
    }

    @Test
    void signsASessionTokenAsTheSdkDoes() {
        UnsignedRequest request = put("/snapshots/snap-0123456789abcdef0/blocks/2147483647");
        AwsKeys temporary = keys("FwoGZXIvYXdzE/+=");
        assertThat(ours(request, V4Signer.Payload.UNSIGNED, temporary))
                .isEqualTo(theirs(request, V4Signer.Payload.UNSIGNED, temporary));
    }

    @Test
    void signsQueriesOfAnyCharactersAsTheSdkDoes() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            SortedMap<String, String> query = new TreeMap<>();
            query.put("blockToken", text(random));
            query.put("a" + random.nextInt(10), text(random));
            UnsignedRequest request = new UnsignedRequest(
                    "GET",
                    "/snapshots/snap-0/blocks/" + random.nextInt(1 << 30),
                    query,
                    new TreeMap<>(Map.of("host", "127.0.0.1:4433")));
            assertThat(ours(request, V4Signer.Payload.EMPTY, keys("")))
                    .isEqualTo(theirs(request, V4Signer.Payload.EMPTY, keys("")));
        }
    }

    @Test
    void takesANewKeyWithTheNextDayAndWithOtherKeys() {
        UnsignedRequest request = put("/snapshots/snap-0/blocks/0");
        String first = authorization(request, keys(""), AT);
        assertThat(authorization(request, keys(""), AT)).isEqualTo(first);
        V4Signer fresh = new V4Signer("eu-central-1", "ebs");
        Instant nextDay = AT.plusSeconds(2);
        AwsKeys other = new AwsKeys("AKIDEXAMPLE", Secret.of("another"), Secret.of(""));
        assertThat(authorization(request, keys(""), nextDay))
                .isEqualTo(fresh.sign(request, V4Signer.Payload.UNSIGNED, keys(""), nextDay)
                        .get("authorization"));
        assertThat(authorization(request, other, nextDay))
                .isEqualTo(new V4Signer("eu-central-1", "ebs")
                        .sign(request, V4Signer.Payload.UNSIGNED, other, nextDay)
                        .get("authorization"))
                .isNotEqualTo(authorization(request, keys(""), nextDay));
    }

    @Test
    void refusesAPathThatWouldNeedEncoding() {
        assertThatThrownBy(() -> put("/snapshots/snap 1/blocks/0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> put("/snapshots/../blocks/0?x")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String text(Random random) {
        String alphabet = "azAZ09-_.~ +/=&?%:,;@'\"()*!é鍵";
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(30);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static UnsignedRequest put(String path) {
        return new UnsignedRequest(
                "PUT",
                path,
                new TreeMap<>(),
                new TreeMap<>(Map.of(
                        "host", "ebs.eu-central-1.amazonaws.com",
                        "content-type", "application/octet-stream",
                        "x-amz-checksum", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                        "x-amz-checksum-algorithm", "SHA256",
                        "x-amz-data-length", "524288")));
    }

    private static AwsKeys keys(String token) {
        return new AwsKeys("AKIDEXAMPLE", Secret.of(SECRET), Secret.of(token));
    }

    private String authorization(UnsignedRequest request, AwsKeys keys, Instant at) {
        return signer.sign(request, V4Signer.Payload.UNSIGNED, keys, at).get("authorization");
    }

    private Map<String, String> ours(UnsignedRequest request, V4Signer.Payload payload, AwsKeys keys) {
        return signer.sign(request, payload, keys, AT);
    }

    private static Map<String, String> theirs(UnsignedRequest request, V4Signer.Payload payload, AwsKeys keys) {
        SdkHttpRequest.Builder plain = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(request.method()))
                .uri(URI.create("https://" + request.headers().get("host") + request.path()));
        request.query().forEach(plain::putRawQueryParameter);
        request.headers().forEach(plain::putHeader);
        SignRequest<AwsCredentialsIdentity> toSign = SignRequest.builder(identity(keys))
                .request(plain.build())
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "ebs")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, payload != V4Signer.Payload.UNSIGNED)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(AT, ZoneOffset.UTC))
                .build();
        Map<String, String> signed = new TreeMap<>();
        AwsV4HttpSigner.create()
                .sign(toSign)
                .request()
                .forEachHeader((name, values) -> signed.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return signed;
    }

    private static AwsCredentialsIdentity identity(AwsKeys keys) {
        String secret = keys.secretAccessKey().reveal(text -> text);
        return keys.sessionToken().isEmpty()
                ? AwsCredentialsIdentity.create(keys.accessKeyId(), secret)
                : AwsSessionCredentialsIdentity.create(
                        keys.accessKeyId(), secret, keys.sessionToken().reveal(text -> text));
    }
}
