package io.github.migrationconnector.diskstreaming.internal.pipeline;

import io.github.migrationconnector.api.target.BlockDigest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of blocks. Used by one thread. */
public final class BlockHasher {
    /** Small enough for the processor's second cache, large enough that the JDK's loop over it counts. */
    private static final int STEP_BYTES = 64 * 1024;

    private final MessageDigest sha256;
    private final byte[] step = new byte[STEP_BYTES];

    public BlockHasher() {
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The digest of what is between position and limit; neither moves. */
    BlockDigest digest(ByteBuffer block) {
        // what a failure left of another block
        sha256.reset();
        // by way of an array: for a direct buffer the JDK itself copies, in steps of 4 KiB
        for (int at = block.position(); at < block.limit(); ) {
            int length = Math.min(STEP_BYTES, block.limit() - at);
            block.get(at, step, 0, length);
            sha256.update(step, 0, length);
            at += length;
        }
        return BlockDigest.of(sha256.digest());
    }

    /** Adds one digest to a digest over digests. */
    public void add(BlockDigest digest) {
        sha256.update(digest.toBytes());
    }

    /** The digest over what was added. */
    public BlockDigest total() {
        return BlockDigest.of(sha256.digest());
    }
}
