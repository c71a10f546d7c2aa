package io.github.migrationconnector.smsapi.internal.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Cuts lists into pages. A token says behind which key the next page begins, so that entries which come or go between two pages
 * move none of the others. It is bound to its list, sealed (HMAC-SHA-256 under a key that no restart survives), and ends after an
 * hour.
 */
public final class Pages {
    static final int USUAL = 50;
    static final int MOST = 1000;
    private static final Duration LIFE = Duration.ofHours(1);
    private static final int LONGEST_TOKEN = 2048;
    private static final int KEY_BYTES = 32;
    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec key;
    private final Clock clock;

    public Pages(Clock clock) {
        this.clock = clock;
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, MAC);
    }

    /** A page of a list, and the token of the next; the token is empty when there is none. */
    public record Page<T>(List<T> entries, String nextToken) {
        public Page {
            entries = List.copyOf(entries);
        }

        /** Sets the member {@code nextToken}, when there is a next page. */
        public void putToken(ObjectNode answer) {
            SmsJson.put(answer, "nextToken", nextToken);
        }
    }

    /**
     * The page that a request asks for by {@code nextToken} and {@code maxResults}.
     *
     * @param name of the list, with what it was narrowed down to
     * @param all the whole list, in ascending order of its keys
     * @param keyOf an entry's key
     */
    public <T> Page<T> cut(Parameters request, String name, List<T> all, Function<T, String> keyOf) {
        int most = request.number("maxResults").orElse(USUAL);
        if (most < 1 || most > MOST) {
            throw Parameters.invalid("maxResults", "is not from 1 to " + MOST);
        }
        Optional<String> after = request.text("nextToken").map(token -> open(token, name));
        List<T> rest = all.stream()
                .filter(entry -> after.isEmpty() || keyOf.apply(entry).compareTo(after.get()) > 0)
                .toList();
        if (rest.size() <= most) {
            return new Page<>(rest, "");
        }
        List<T> entries = rest.subList(0, most);
        return new Page<>(entries, seal(name, keyOf.apply(entries.get(most - 1))));
    }

    private String seal(String name, String after) {
        String content = clock.instant().plus(LIFE).getEpochSecond() + " " + after;
        return encode(mac(name, content)) + "." + encode(content.getBytes(StandardCharsets.UTF_8));
    }

    private String open(String token, String name) {
        String[] parts = token.split("\\.", -1);
        if (token.length() > LONGEST_TOKEN || parts.length != 2) {
            throw unknown();
        }
        try {
            String content = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(
                    mac(name, content), Base64.getUrlDecoder().decode(parts[0]))) {
                throw unknown();
            }
            String[] endAndKey = content.split(" ", 2);
            if (clock.instant().isAfter(Instant.ofEpochSecond(Long.parseLong(endAndKey[0])))) {
                throw Parameters.invalid("nextToken", "has expired; begin anew without it");
            }
            return endAndKey[1];
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static SmsFault unknown() {
        return Parameters.invalid("nextToken", "is not one that this list was answered with; begin anew without it");
    }

    private byte[] mac(String name, String content) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal((name + "\n" + content).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
