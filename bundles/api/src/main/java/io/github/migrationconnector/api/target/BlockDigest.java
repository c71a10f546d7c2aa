package io.github.migrationconnector.api.target;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The SHA-256 of one snapshot block's bytes, its padding included. */
public final class BlockDigest {
    /** Length of a SHA-256 in bytes (FIPS 180-4). */
    public static final int LENGTH_BYTES = 32;

    private final byte[] bytes;

    private BlockDigest(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes a copy of 32 raw bytes. */
    public static BlockDigest of(byte[] raw) {
        if (raw.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("a SHA-256 of " + raw.length + " bytes");
        }
        return new BlockDigest(raw.clone());
    }

    /** Reads what {@link #base64()} writes. */
    public static BlockDigest fromBase64(String text) {
        return of(Base64.getDecoder().decode(text));
    }

    /** A copy of the raw bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** As the EBS direct APIs want it (x-amz-Checksum). */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockDigest digest && Arrays.equals(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
