package io.github.migrationconnector.aws.internal.sign;

import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.credential.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests in their headers with AWS Signature Version 4 (AWS General Reference, "Create a signed AWS API request"),
 * the payload left unsigned, as the service model of EBS direct allows for PutSnapshotBlock. The key of the day is derived
 * once. Safe for use by several threads.
 */
public final class V4Signer {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String TERMINATOR = "aws4_request";
    private static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
    private static final String EMPTY_PAYLOAD = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DAY_LENGTH = 8;

    private final String region;
    private final String service;
    private volatile Optional<DayKey> latest = Optional.empty();

    public V4Signer(String region, String service) {
        this.region = region;
        this.service = service;
    }

    /** Whether a request has a body. */
    public enum Payload {
        /** None. */
        EMPTY,
        /** One that is left out of the signature. */
        UNSIGNED
    }

    /** All headers that the request is sent with, the signature among them. */
    public SortedMap<String, String> sign(UnsignedRequest request, Payload payload, AwsKeys keys, Instant at) {
        String time = TIME.format(at);
        String hash =
                switch (payload) {
                    case EMPTY -> EMPTY_PAYLOAD;
                    case UNSIGNED -> UNSIGNED_PAYLOAD;
                };
        SortedMap<String, String> more = new TreeMap<>(Map.of("x-amz-date", time, "x-amz-content-sha256", hash));
        if (!keys.sessionToken().isEmpty()) {
            more.put("x-amz-security-token", keys.sessionToken().reveal(token -> token));
        }
        UnsignedRequest whole = request.with(more);
        String scope = time.substring(0, DAY_LENGTH) + "/" + region + "/" + service + "/" + TERMINATOR;
        String signedHeaders = String.join(";", whole.headers().keySet());
        String text = ALGORITHM + "\n" + time + "\n" + scope + "\n" + sha256(canonical(whole, signedHeaders, hash));
        byte[] signature = hmac(dayKey(keys, time.substring(0, DAY_LENGTH)), text);
        SortedMap<String, String> headers = new TreeMap<>(whole.headers());
        headers.put(
                "authorization",
                ALGORITHM + " Credential=" + keys.accessKeyId() + "/" + scope + ", SignedHeaders=" + signedHeaders
                        + ", Signature=" + HexFormat.of().formatHex(signature));
        return headers;
    }

    private static String canonical(UnsignedRequest request, String signedHeaders, String payloadHash) {
        StringBuilder canonical = new StringBuilder(500)
                .append(request.method())
                .append('\n')
                .append(request.path())
                .append('\n')
                .append(request.encodedQuery())
                .append('\n');
        request.headers()
                .forEach((name, value) ->
                        canonical.append(name).append(':').append(value.strip()).append('\n'));
        return canonical
                .append('\n')
                .append(signedHeaders)
                .append('\n')
                .append(payloadHash)
                .toString();
    }

    private byte[] dayKey(AwsKeys keys, String day) {
        Optional<DayKey> known = latest.filter(key -> key.isFor(keys, day));
        if (known.isPresent()) {
            return known.get().key();
        }
        byte[] secret = keys.secretAccessKey().toUtf8();
        byte[] prefixed = new byte[secret.length + 4];
        System.arraycopy("AWS4".getBytes(StandardCharsets.US_ASCII), 0, prefixed, 0, 4);
        System.arraycopy(secret, 0, prefixed, 4, secret.length);
        byte[] key = hmac(hmac(hmac(hmac(prefixed, day), region), service), TERMINATOR);
        latest = Optional.of(new DayKey(keys.accessKeyId(), Secret.ofUtf8(secret), day, key));
        Arrays.fill(secret, (byte) 0);
        Arrays.fill(prefixed, (byte) 0);
        return key;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The key that signs all requests of a day. */
    private static final class DayKey {
        private final String accessKeyId;
        private final Secret secret;
        private final String day;
        private final byte[] key;

        DayKey(String accessKeyId, Secret secret, String day, byte[] key) {
            this.accessKeyId = accessKeyId;
            this.secret = secret;
            this.day = day;
            this.key = key;
        }

        boolean isFor(AwsKeys keys, String wantedDay) {
            return day.equals(wantedDay)
                    && accessKeyId.equals(keys.accessKeyId())
                    && secret.matches(keys.secretAccessKey());
        }

        byte[] key() {
            return key;
        }
    }
}
