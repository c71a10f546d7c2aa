package io.github.migrationconnector.diskstreaming.internal.pipeline;

/** Takes whole blocks, ascending, from the thread that reads. */
interface BlockSink {
    /** Memory for the next block; waits for it. */
    Block take() throws InterruptedException;

    /** A block whose bytes are all there. */
    void block(Block block) throws InterruptedException;

    /** Whole blocks of zeros that have no bytes. */
    void zeroBlocks(int first, int count) throws InterruptedException;
}
