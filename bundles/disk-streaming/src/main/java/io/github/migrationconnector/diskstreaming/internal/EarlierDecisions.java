package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import io.github.migrationconnector.diskstreaming.internal.journal.SlotKind;
import io.github.migrationconnector.diskstreaming.internal.pipeline.BlockCounts;

/**
 * What earlier attempts decided.
 *
 * @param table the journal's
 * @param disk the disk
 */
record EarlierDecisions(DigestTable table, DiskGeometry disk) {
    /**
     * Adds them to the counts.
     *
     * @return how many blocks behind the end of the disk were put
     */
    int countInto(BlockCounts counts) {
        int tail = 0;
        DigestTable.Walk walk = table.walk();
        for (int index = 0; index < disk.volumeBlocks(); index++) {
            SlotKind kind = walk.at(index).map(DigestTable.Entry::kind).orElse(SlotKind.ABSENT);
            switch (kind) {
                case PUT -> {
                    counts.addPut(1);
                    tail += index >= disk.blocks() ? 1 : 0;
                }
                case ZERO -> counts.addZero(1);
                case UNCHANGED -> counts.addUnchanged(1);
                case ABSENT, INHERITED -> {
                    // nobody decided anything about its content
                }
            }
        }
        return tail;
    }
}
