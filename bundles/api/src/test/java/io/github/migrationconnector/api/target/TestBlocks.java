package io.github.migrationconnector.api.target;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Random;

/** Blocks for tests, and their digests, made with nothing but the JDK's SHA-256. */
public final class TestBlocks {
    private TestBlocks() {}

    /** A block of random bytes, the same for the same seed. */
    public static byte[] random(long seed, int sizeBytes) {
        byte[] block = new byte[sizeBytes];
        new Random(seed).nextBytes(block);
        return block;
    }

    public static BlockDigest digest(byte[] block) {
        return BlockDigest.of(sha256().digest(block));
    }

    /** SHA-256 over raw digests in the order given (LINEAR). */
    public static BlockDigest linear(Collection<BlockDigest> digests) {
        MessageDigest all = sha256();
        digests.forEach(digest -> all.update(digest.toBytes()));
        return BlockDigest.of(all.digest());
    }

    /** A direct buffer whose position is not 0 and whose limit is not its end. */
    public static ByteBuffer direct(byte[] block) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(block.length + 24).position(8);
        buffer.put(block).flip().position(8);
        return buffer;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
