package io.github.migrationconnector.autoupgrade.internal.tuf;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/**
 * An Ed25519 key that a root names.
 *
 * @param keyId what signatures name it by
 * @param publicHex the raw public key, 64 lower-case hex digits; two keys with the same are one
 */
record TrustedKey(String keyId, String publicHex) {
    /** What stands before the raw key in the X.509 form (RFC 8410, section 4). */
    private static final String X509_PREFIX = "302a300506032b6570032100";

    TrustedKey {
        if (!publicHex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a raw Ed25519 key: " + publicHex.length() + " characters");
        }
    }

    boolean verifies(byte[] message, byte[] signature) {
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(X509_PREFIX + publicHex)));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // a signature or a key of the wrong form verifies nothing
            return false;
        }
    }
}
