package io.github.migrationconnector.diskstreaming.internal.pipeline;

import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.PresentBlock;
import io.github.migrationconnector.api.target.SnapshotReader;
import io.github.migrationconnector.diskstreaming.internal.StopSignal;
import io.github.migrationconnector.diskstreaming.internal.retry.Retrier;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjIntConsumer;

/** Reads a snapshot back for the digests of its blocks. */
public final class ReadBack {
    private final SnapshotReader reader;
    private final BlockPool.Lease lease;
    private final Retrier retrier;
    private final ObjIntConsumer<BlockDigest> found;
    private final Phaser underWay = new Phaser(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * @param reader of a completed snapshot
     * @param lease of blocks of its size: as many are read at once
     * @param retrier tries again what may pass
     * @param found is told of each block that is there, by several threads
     */
    public ReadBack(SnapshotReader reader, BlockPool.Lease lease, Retrier retrier, ObjIntConsumer<BlockDigest> found) {
        this.reader = reader;
        this.lease = lease;
        this.retrier = retrier;
        this.found = found;
    }

    /** Reads every block. */
    public void run(StopSignal stop) throws InterruptedException {
        try {
            Iterator<PresentBlock> blocks = reader.blocks();
            while (blocks.hasNext() && failure.get() == null) {
                stop.check();
                read(blocks.next(), lease.take());
            }
        } catch (InterruptedException e) {
            if (failure.get() == null) {
                throw e;
            }
        }
        underWay.awaitAdvanceInterruptibly(underWay.arrive());
        Throwable cause = failure.get();
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause != null) {
            throw new IllegalStateException(cause);
        }
    }

    private void read(PresentBlock present, Block block) {
        block.beginAt(present.index());
        underWay.register();
        CompletableFuture<BlockDigest> unused = retrier.attempt(() -> reader.read(present, room(block)), problem -> {})
                .whenComplete((digest, cause) -> {
                    try {
                        if (cause != null) {
                            fail(cause);
                        } else {
                            found.accept(digest, present.index());
                        }
                    } catch (Throwable e) {
                        fail(e);
                    } finally {
                        lease.giveBack(block);
                        underWay.arriveAndDeregister();
                    }
                });
    }

    private void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        lease.stopReading();
    }

    private static ByteBuffer room(Block block) {
        return block.buffer().duplicate().clear();
    }
}
