package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import java.util.Optional;
import java.util.OptionalLong;

/** What a transfer compares with: the digests of its parent, or nothing. */
sealed interface Baseline extends AutoCloseable {
    /** The parent's digest of a block; empty when it is not known. Safe for use by several threads. */
    Optional<BlockDigest> at(int index);

    /** Whether every block below this one is known. */
    boolean knows(int blocks);

    /** The parent's disk had at least this many bytes; empty without a parent. */
    OptionalLong leastCapacityBytes();

    @Override
    void close();

    /** No parent. */
    record None() implements Baseline {
        @Override
        public Optional<BlockDigest> at(int index) {
            return Optional.empty();
        }

        @Override
        public boolean knows(int blocks) {
            return blocks == 0;
        }

        @Override
        public OptionalLong leastCapacityBytes() {
            return OptionalLong.empty();
        }

        @Override
        public void close() {}
    }

    /**
     * A parent.
     *
     * @param table its digests
     * @param capacityBytes its disk had at least this many bytes
     * @param written so many blocks have a slot; when one of them has none, it was damaged, and nobody knows the block
     * @param absent what another block that has no slot reads as: zeros; not known in an encrypted snapshot
     */
    record Parent(DigestTable table, long capacityBytes, int written, Optional<BlockDigest> absent)
            implements Baseline {
        @Override
        public Optional<BlockDigest> at(int index) {
            Optional<BlockDigest> known = table.at(index).map(DigestTable.Entry::digest);
            return known.isPresent() || index < written ? known : absent;
        }

        @Override
        public boolean knows(int blocks) {
            int withSlots = absent.isPresent() ? Math.min(blocks, written) : blocks;
            DigestTable.Walk walk = table.walk();
            for (int index = 0; index < withSlots; index++) {
                if (walk.at(index).isEmpty()) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public OptionalLong leastCapacityBytes() {
            return OptionalLong.of(capacityBytes);
        }

        @Override
        public void close() {
            table.close();
        }
    }
}
