package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.streaming.Verification;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Compares what was read back with what is expected, block by block. Safe for use by several threads. */
final class Comparison {
    private static final int MOST_EXAMPLES = 100;

    private final DigestTable found;
    private final BlockDigest zero;
    private final boolean encrypted;
    private final int volumeBlocks;
    private final TreeSet<Integer> examples = new TreeSet<>();
    private long differing;

    /**
     * @param found what was read back
     * @param zero digest of a block of zeros
     * @param encrypted whether the snapshot is: then a block that is absent reads as noise
     * @param volumeBlocks size of the volume
     */
    Comparison(DigestTable found, BlockDigest zero, boolean encrypted, int volumeBlocks) {
        this.found = found;
        this.zero = zero;
        this.encrypted = encrypted;
        this.volumeBlocks = volumeBlocks;
    }

    /** These blocks must have this digest. */
    void expect(int first, int count, BlockDigest digest) {
        for (int index = first; index < first + count; index++) {
            if (index >= volumeBlocks || !digest(index).equals(Optional.of(digest))) {
                differs(index);
            }
        }
    }

    private Optional<BlockDigest> digest(int index) {
        Optional<BlockDigest> present = found.at(index).map(DigestTable.Entry::digest);
        return present.isPresent() || encrypted ? present : Optional.of(zero);
    }

    synchronized void differs(int index) {
        differing++;
        examples.add(index);
        if (examples.size() > MOST_EXAMPLES) {
            examples.pollLast();
        }
    }

    /** The verdict, once every block of the disk was expected: what is behind them must be zeros. */
    Verification verdict(int blocks) {
        expect(blocks, Math.max(0, volumeBlocks - blocks), zero);
        synchronized (this) {
            return new Verification(blocks, differing, List.copyOf(examples));
        }
    }
}
