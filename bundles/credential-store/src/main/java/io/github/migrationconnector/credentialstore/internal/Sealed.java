package io.github.migrationconnector.credentialstore.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Base64;

/**
 * What AES-GCM made.
 *
 * @param nonce 12 bytes, never used twice with a key; base64
 * @param ciphertext as long as the plaintext, and the tag of 16 bytes; base64
 */
record Sealed(@JsonProperty(required = true) String nonce, @JsonProperty(required = true) String ciphertext) {
    Sealed {
        if (bytesOf(nonce).length != SealingKey.NONCE_BYTES || bytesOf(ciphertext).length < SealingKey.TAG_BYTES) {
            throw new IllegalArgumentException("not what AES-GCM makes");
        }
    }

    static Sealed of(byte[] nonce, byte[] ciphertext) {
        return new Sealed(
                Base64.getEncoder().encodeToString(nonce), Base64.getEncoder().encodeToString(ciphertext));
    }

    byte[] nonceBytes() {
        return bytesOf(nonce);
    }

    byte[] ciphertextBytes() {
        return bytesOf(ciphertext);
    }

    private static byte[] bytesOf(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
            throw new IllegalArgumentException("not the one base64 text of its bytes");
        }
        return bytes;
    }
}
