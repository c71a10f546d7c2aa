package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import io.github.migrationconnector.diskstreaming.internal.journal.SlotKind;
import io.github.migrationconnector.diskstreaming.internal.pipeline.BlockHasher;
import io.github.migrationconnector.diskstreaming.internal.pipeline.ScopeBlocks;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Goes over a finished table once: counts what was put, takes over the parent's digests for what was not read, and makes
 * the sums.
 *
 * @param table the journal's
 * @param baseline what was compared with
 * @param disk the disk
 * @param scope what had to be read
 */
record Seal(DigestTable table, Baseline baseline, DiskGeometry disk, ScopeBlocks scope) {
    /**
     * The sums.
     *
     * @param blocksPut how many blocks the snapshot has of its own
     * @param checksum over their digests (LINEAR)
     * @param diskDigest over the digests of all blocks of the disk
     */
    record Sums(int blocksPut, BlockDigest checksum, BlockDigest diskDigest) {}

    /** Makes the table whole, durably. */
    Sums apply() {
        BlockHasher linear = new BlockHasher();
        BlockHasher whole = new BlockHasher();
        int put = 0;
        DigestTable.Walk walk = table.walk();
        IntPredicate inScope = scope.ascending();
        for (int index = 0; index < disk.volumeBlocks(); index++) {
            Optional<DigestTable.Entry> entry = walk.at(index);
            if (entry.isPresent() && entry.get().kind() == SlotKind.PUT) {
                linear.add(entry.get().digest());
                put++;
            }
            if (index < disk.blocks()) {
                boolean leftOut = inScope.test(index) && entry.isEmpty();
                whole.add(entry.isPresent() ? entry.get().digest() : inherit(index, leftOut, walk));
            } else if (entry.isEmpty()) {
                // the tail was compared with zeros; a child of this snapshot must know that too
                Optional<BlockDigest> parents = baseline.at(index);
                if (parents.isPresent()) {
                    walk.set(index, SlotKind.INHERITED, parents.get());
                }
            }
        }
        walk.flush();
        table.force();
        return new Sums(put, linear.total(), whole.total());
    }

    private BlockDigest inherit(int index, boolean leftOut, DigestTable.Walk walk) {
        Optional<BlockDigest> known = leftOut ? Optional.empty() : baseline.at(index);
        BlockDigest digest = known.orElseThrow(() -> Problem.fatal(
                        "BLOCK_LEFT_OUT",
                        "Block " + index + " was not decided, or is not known from the parent.",
                        "Report this: it is an error of the connector. The snapshot was not completed.")
                .asException());
        walk.set(index, SlotKind.INHERITED, digest);
        return digest;
    }
}
