package io.github.migrationconnector.credentialstore.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key for AES-256-GCM (NIST SP 800-38D: random nonces of 96 bits, tags of 128). What is sealed is bound to its place, so
 * that it can't be opened in another.
 */
final class SealingKey {
    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;
    private static final String ALGORITHM = "AES/GCM/NoPadding";

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    SealingKey(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("an AES-256 key has " + KEY_BYTES + " bytes");
        }
        key = new SecretKeySpec(bytes, "AES");
    }

    static byte[] freshBytes() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** Seals for a place: a path of names, such as a record's id and a field. */
    Sealed seal(byte[] plaintext, String... place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            return Sealed.of(nonce, cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(plaintext));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, impossible);
        }
    }

    /**
     * Opens what was sealed for the same place.
     *
     * @throws GeneralSecurityException when it was sealed by another key or for another place, or was changed
     */
    byte[] open(Sealed sealed, String... place) throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, sealed.nonceBytes(), place).doFinal(sealed.ciphertextBytes());
    }

    private Cipher cipher(int mode, byte[] nonce, String... place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(bytesOf(place));
        return cipher;
    }

    /** Each name with its length in front, so that no two places have the same bytes. */
    private static byte[] bytesOf(String... place) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String name : place) {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
            bytes.writeBytes(utf8);
        }
        return bytes.toByteArray();
    }
}
