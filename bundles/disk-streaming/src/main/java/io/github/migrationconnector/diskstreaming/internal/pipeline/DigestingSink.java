package io.github.migrationconnector.diskstreaming.internal.pipeline;

import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.target.BlockDigest;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;

/** Reads a whole disk for its digests alone. */
public final class DigestingSink implements BlockSink {
    private final HashWorkers workers;
    private final BlockPool.Lease lease;
    private final ZeroBlock zero;
    private final Found found;
    private final Phaser underWay = new Phaser(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Is told of each block, by several threads and in any order. */
    @FunctionalInterface
    public interface Found {
        void blocks(int first, int count, BlockDigest digest);
    }

    private DigestingSink(HashWorkers workers, BlockPool.Lease lease, ZeroBlock zero, Found found) {
        this.workers = workers;
        this.lease = lease;
        this.zero = zero;
        this.found = found;
    }

    /**
     * Reads a disk from begin to end.
     *
     * @param lease of blocks of the size that is looked at; the caller closes it, and may stop it
     */
    public static void read(DiskReader reader, Shared shared, BlockPool.Lease lease, ZeroBlock zero, Found found)
            throws InterruptedException {
        DigestingSink sink = new DigestingSink(shared.workers(), lease, zero, found);
        long capacity = reader.description().capacityBytes();
        BlockAssembler assembler = new BlockAssembler(zero.sizeBytes(), capacity, zero, sink);
        try {
            reader.forEachExtent(reader.wholeDisk(), assembler);
            assembler.finish();
            sink.finish();
            if (assembler.deliveredBytes() != capacity) {
                throw new IllegalStateException("the source's reader left something out");
            }
        } catch (InterruptedException e) {
            sink.throwFailure();
            throw e;
        } finally {
            assembler.abandon(lease);
        }
    }

    @Override
    public Block take() throws InterruptedException {
        return lease.take();
    }

    @Override
    public void block(Block block) {
        underWay.register();
        workers.submit(hasher -> {
            try {
                boolean isZero = zero.isIn(block.buffer());
                found.blocks(block.index(), 1, isZero ? zero.digest() : hasher.digest(block.buffer()));
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
                lease.stopReading();
            } finally {
                lease.giveBack(block);
                underWay.arriveAndDeregister();
            }
        });
    }

    @Override
    public void zeroBlocks(int first, int count) {
        found.blocks(first, count, zero.digest());
    }

    private void finish() throws InterruptedException {
        underWay.awaitAdvanceInterruptibly(underWay.arrive());
        throwFailure();
    }

    private void throwFailure() {
        Throwable cause = failure.get();
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
    }
}
