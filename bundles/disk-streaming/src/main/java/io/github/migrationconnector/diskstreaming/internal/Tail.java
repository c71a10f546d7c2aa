package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import io.github.migrationconnector.diskstreaming.internal.pipeline.BlockPipeline;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The blocks between the end of the disk and the end of the volume. They must read as zeros: put where they would not,
 * which is in an encrypted snapshot and where a parent's disk was larger.
 *
 * @param disk the disk
 * @param table what an earlier attempt put is not put again
 */
record Tail(DiskGeometry disk, DigestTable table) {
    void put(BlockPipeline pipeline, AtomicLong inScope) throws InterruptedException {
        DigestTable.Walk walk = table.walk();
        for (int index = disk.blocks(); index < disk.volumeBlocks(); index++) {
            if (walk.at(index).isEmpty() && pipeline.putZeroTail(index)) {
                inScope.incrementAndGet();
            }
        }
    }
}
