package io.github.migrationconnector.credentialstore.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * How a key is made of a passphrase: Argon2id (RFC 9106), new ones with its second recommended choice of parameters. A
 * backup comes from outside, so the costs it may ask for are bounded.
 *
 * @param salt 16 bytes; base64
 * @param memoryKib how much memory it takes
 * @param passes how often it goes over it
 * @param lanes in how many lanes
 */
record PassphraseKey(
        @JsonProperty(required = true) String salt,
        @JsonProperty(required = true) int memoryKib,
        @JsonProperty(required = true) int passes,
        @JsonProperty(required = true) int lanes) {
    private static final int SALT_BYTES = 16;
    private static final int MEMORY_KIB = 64 << 10;
    private static final int PASSES = 3;
    private static final int LANES = 4;
    private static final int SHORTEST = 12;

    PassphraseKey {
        boolean salted = Base64.getDecoder().decode(salt).length == SALT_BYTES;
        boolean bounded = memoryKib >= 8 * lanes
                && memoryKib <= MEMORY_KIB
                && passes >= 1
                && passes <= 10
                && lanes >= 1
                && lanes <= 16;
        if (!salted || !bounded) {
            throw new IllegalArgumentException("not parameters of Argon2id that are used here");
        }
    }

    static PassphraseKey fresh() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PassphraseKey(Base64.getEncoder().encodeToString(salt), MEMORY_KIB, PASSES, LANES);
    }

    /** Refuses what is guessed by trying. */
    static void check(Secret passphrase) {
        if (passphrase.<Integer>reveal(text -> text.codePointCount(0, text.length())) < SHORTEST) {
            throw Problem.fatal(
                            "PASSWORD_TOO_WEAK",
                            "The passphrase is too easy to guess.",
                            "Use " + SHORTEST + " characters or more; several words are best.")
                    .asException();
        }
    }

    SealingKey of(Secret passphrase) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(Base64.getDecoder().decode(salt))
                .build());
        byte[] plain = passphrase.toUtf8();
        byte[] bytes = new byte[SealingKey.KEY_BYTES];
        argon2.generateBytes(plain, bytes);
        Arrays.fill(plain, (byte) 0);
        SealingKey key = new SealingKey(bytes);
        Arrays.fill(bytes, (byte) 0);
        return key;
    }
}
