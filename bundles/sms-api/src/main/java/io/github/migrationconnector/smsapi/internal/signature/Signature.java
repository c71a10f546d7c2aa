package io.github.migrationconnector.smsapi.internal.signature;

import io.github.migrationconnector.api.credential.Secret;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes a signature of a secret key (AWS Signature Version 4, "Derive a signing key" and "Calculate the signature"). */
final class Signature {
    private static final String MAC = "HmacSHA256";
    private static final byte[] PREFIX = CanonicalRequest.bytes("AWS4");

    private Signature() {}

    /** The signature, in hex. */
    static String of(Secret secretKey, SignedWith with, String stringToSign) {
        byte[] plain = secretKey.toUtf8();
        byte[] first = Arrays.copyOf(PREFIX, PREFIX.length + plain.length);
        System.arraycopy(plain, 0, first, PREFIX.length, plain.length);
        byte[] key = first;
        try {
            for (String part : with.scope().split("/", -1)) {
                byte[] next = hmac(key, part);
                Arrays.fill(key, (byte) 0);
                key = next;
            }
            return HexFormat.of().formatHex(hmac(key, stringToSign));
        } finally {
            Arrays.fill(plain, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return mac.doFinal(CanonicalRequest.bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }
}
