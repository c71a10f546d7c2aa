package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.credential.Secret;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password's Argon2id hash (RFC 9106), written in the PHC string format that other implementations read. New ones cost 19
 * MiB and two passes, as OWASP's Password Storage Cheat Sheet asks at least.
 *
 * @param phc {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}, base64 without padding
 */
record PasswordHash(String phc) {
    private static final int MEMORY_KIB = 19 << 10;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORMAT = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d)\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    PasswordHash {
        if (!FORMAT.matcher(phc).matches()) {
            throw new IllegalArgumentException("not an Argon2id hash");
        }
    }

    static PasswordHash of(Secret password) {
        byte[] salt = random(SALT_BYTES);
        return usual(salt, hash(password, parameters(salt, MEMORY_KIB, PASSES, LANES), HASH_BYTES));
    }

    /** One that no password is known for, and that takes as long to be compared with as any other. */
    static PasswordHash ofNobody() {
        return usual(random(SALT_BYTES), random(HASH_BYTES));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static PasswordHash usual(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return new PasswordHash("$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash));
    }

    boolean matches(Secret password) {
        Matcher parts = FORMAT.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalStateException("checked when it was made");
        }
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        Argon2Parameters parameters = parameters(
                salt,
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)));
        return MessageDigest.isEqual(expected, hash(password, parameters, expected.length));
    }

    @Override
    public String toString() {
        return "PasswordHash";
    }

    private static Argon2Parameters parameters(byte[] salt, int memoryKib, int passes, int lanes) {
        return new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build();
    }

    private static byte[] hash(Secret password, Argon2Parameters parameters, int length) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(parameters);
        byte[] plain = password.toUtf8();
        byte[] hash = new byte[length];
        argon2.generateBytes(plain, hash);
        Arrays.fill(plain, (byte) 0);
        return hash;
    }
}
