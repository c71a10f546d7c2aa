package io.github.migrationconnector.diskstreaming.internal.pipeline;

import io.github.migrationconnector.api.target.BlockDigest;
import java.util.Optional;
import java.util.function.IntFunction;

/** Which blocks are put (correctness rules 7 and 9). Safe for use by several threads. */
public sealed interface BlockPolicy {
    /** What is done with a block. */
    enum Decision {
        PUT,
        LEAVE_OUT_ZERO,
        UNCHANGED
    }

    Decision decide(int index, BlockDigest digest);

    /** Whether every zero block is left out, so that long runs of them need no look at each. */
    boolean leavesOutZeros();

    /**
     * No parent. Absent blocks read as zeros, unless the snapshot is encrypted: then they read as noise.
     *
     * @param encrypted whether the snapshot is
     * @param zero digest of a block of zeros
     */
    record Full(boolean encrypted, BlockDigest zero) implements BlockPolicy {
        @Override
        public Decision decide(int index, BlockDigest digest) {
            return !encrypted && digest.equals(zero) ? Decision.LEAVE_OUT_ZERO : Decision.PUT;
        }

        @Override
        public boolean leavesOutZeros() {
            return !encrypted;
        }
    }

    /**
     * With a parent: what differs from it is put, zeros too.
     *
     * @param parent the parent's digests; empty where they are not known, and then the block is put
     */
    record Child(IntFunction<Optional<BlockDigest>> parent) implements BlockPolicy {
        @Override
        public Decision decide(int index, BlockDigest digest) {
            return parent.apply(index).equals(Optional.of(digest)) ? Decision.UNCHANGED : Decision.PUT;
        }

        @Override
        public boolean leavesOutZeros() {
            return false;
        }
    }
}
