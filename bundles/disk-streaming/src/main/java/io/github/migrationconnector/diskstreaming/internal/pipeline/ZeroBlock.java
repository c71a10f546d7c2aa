package io.github.migrationconnector.diskstreaming.internal.pipeline;

import io.github.migrationconnector.api.target.BlockDigest;
import java.nio.ByteBuffer;

/** A block of zeros of one size: its bytes, its digest, and the test for it. Safe for use by several threads. */
public final class ZeroBlock {
    private final ByteBuffer bytes;
    private final BlockDigest digest;

    public ZeroBlock(int sizeBytes) {
        this.bytes = ByteBuffer.allocateDirect(sizeBytes).asReadOnlyBuffer();
        this.digest = new BlockHasher().digest(bytes.duplicate());
    }

    int sizeBytes() {
        return bytes.capacity();
    }

    public BlockDigest digest() {
        return digest;
    }

    /** So many zeros, for reading. */
    ByteBuffer bytes(int lengthBytes) {
        return bytes.duplicate().limit(lengthBytes);
    }

    /** Whether a whole block is zero; compared by the JDK's vector loop, which ends at the first byte that is not. */
    boolean isIn(ByteBuffer block) {
        return bytes.duplicate().mismatch(block.duplicate().clear()) < 0;
    }
}
