package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.credential.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** Random tokens, and the digests by which they are kept: a token of 256 random bits needs no slow hash. */
final class OpaqueTokens {
    private static final int TOKEN_BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    Secret fresh() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What is kept of a token. */
    static String digest(Secret token) {
        return digest("kept", token);
    }

    /** The token that a session's requests send along; made from the session's, so that it needs no keeping. */
    static String csrfToken(Secret token) {
        return digest("csrf", token);
    }

    /** By what a session is called where it is shown; made from what is kept of its token. */
    static String sessionId(String digest) {
        return "session-" + digest("id", Secret.of(digest)).substring(0, 16);
    }

    private static String digest(String use, Secret token) {
        byte[] plain = token.toUtf8();
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((use + ':').getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest(plain));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }
}
