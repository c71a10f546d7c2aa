package io.github.migrationconnector.aws.internal.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** A part of a file, and what S3 calls it by. */
final class Part {
    private final int number;
    private final byte[] content;

    /**
     * A part.
     *
     * @param number from 1
     * @param content its bytes, which nobody changes
     */
    Part(int number, byte[] content) {
        this.number = number;
        this.content = content;
    }

    int number() {
        return number;
    }

    byte[] content() {
        return content;
    }

    byte[] sha256() {
        return digest("SHA-256");
    }

    /** As headers have it. */
    String checksum() {
        return Base64.getEncoder().encodeToString(sha256());
    }

    /** The entity tag of a part that is encrypted by S3's own keys (API reference, "Object", ETag). */
    String tag() {
        return "\"" + HexFormat.of().formatHex(digest("MD5")) + "\"";
    }

    private byte[] digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has " + algorithm, impossible);
        }
    }
}
