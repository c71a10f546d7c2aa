package io.github.migrationconnector.notifications.internal.channel;

import io.github.migrationconnector.api.credential.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By which a receiver knows that a body comes from this connector, and when it was sent: HMAC-SHA256 (RFC 2104) by the shared
 * key over the time, a dot, and the body.
 */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /**
     * The value of the header: {@code v1=} and 64 hex digits.
     *
     * @param epochSeconds when it is sent
     */
    static String of(byte[] body, long epochSeconds, Secret key) {
        byte[] bytes = key.toUtf8();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            mac.update((epochSeconds + ".").getBytes(StandardCharsets.US_ASCII));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
