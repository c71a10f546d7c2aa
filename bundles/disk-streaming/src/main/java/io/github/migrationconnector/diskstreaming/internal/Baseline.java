package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import java.util.Optional;
import java.util.OptionalLong;

/** What a transfer compares with: the digests of its parent, or nothing. */
sealed interface Baseline extends AutoCloseable {
    /** The parent's digest of a block; empty when it is not known. Safe for use by several threads. */
    Optional<BlockDigest> at(int index);

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
     * @param absent what a block that has no slot reads as: zeros; not known in an encrypted snapshot
     */
    record Parent(DigestTable table, long capacityBytes, Optional<BlockDigest> absent) implements Baseline {
        @Override
        public Optional<BlockDigest> at(int index) {
            Optional<BlockDigest> known = table.at(index).map(DigestTable.Entry::digest);
            return known.isPresent() ? known : absent;
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
