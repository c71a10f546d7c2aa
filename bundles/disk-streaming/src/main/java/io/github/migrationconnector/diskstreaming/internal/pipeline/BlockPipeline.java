package io.github.migrationconnector.diskstreaming.internal.pipeline;

import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import io.github.migrationconnector.diskstreaming.internal.journal.SlotKind;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** One transfer's way from the reader to the writer: blocks are looked at, decided, put and journaled. */
public final class BlockPipeline implements BlockSink, AutoCloseable {
    private static final int EXTRA_PLACES = 32;
    private static final int BLOCKS_BEFORE_THE_WINDOW = 8;
    private static final long ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Shared shared;
    private final BlockPolicy policy;
    private final ZeroBlock zero;
    private final DigestTable table;
    private final BlockCounts counts;
    private final SnapshotWriter writer;
    private final BlockPool.Lease lease;
    private final PutWindow window;
    private final JournalFlusher flusher;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean closing;

    /**
     * What decides about one transfer's blocks.
     *
     * @param policy which are put
     * @param zero a block of zeros
     * @param table where decisions are kept
     * @param counts where they are counted
     */
    public record Rules(BlockPolicy policy, ZeroBlock zero, DigestTable table, BlockCounts counts) {}

    public BlockPipeline(Shared shared, Rules rules, SnapshotWriter writer, Pacing pacing) {
        this.shared = shared;
        this.policy = rules.policy;
        this.zero = rules.zero;
        this.table = rules.table;
        this.counts = rules.counts;
        this.writer = writer;
        int connections = pacing.connections();
        PutWindow.Size size = new PutWindow.Size(connections, 2 * connections + EXTRA_PLACES);
        this.lease = shared.pool().lease(writer.snapshot().blockSizeBytes(), connections + BLOCKS_BEFORE_THE_WINDOW);
        this.window = new PutWindow(writer, size, pacing.throttle(), shared.timer(), new Answers());
        this.flusher = new JournalFlusher(table, size.places() / 4, this::durable, this::fail);
    }

    /**
     * How fast blocks are put.
     *
     * @param connections blocks under way at once
     * @param throttle cap and pace
     */
    public record Pacing(int connections, Throttle throttle) {}

    /** Reads everything that is in scope; returns when it has been handed on. */
    public void read(DiskReader reader, ScopeBlocks scope) throws InterruptedException {
        BlockAssembler assembler = new BlockAssembler(
                writer.snapshot().blockSizeBytes(), reader.description().capacityBytes(), zero, this);
        try {
            reader.forEachExtent(scope, assembler);
            assembler.finish();
            scope.checkDelivered(assembler.deliveredBytes());
        } finally {
            assembler.abandon(lease);
        }
    }

    /** Waits until everything is put and durable. */
    public void drain() throws InterruptedException {
        flusher.hurry();
        window.awaitEmpty();
        if (failure.get() != null) {
            throw new InterruptedException("the transfer failed");
        }
    }

    @Override
    public Block take() throws InterruptedException {
        return lease.take();
    }

    @Override
    public void block(Block block) {
        window.entered();
        shared.workers().submit(hasher -> examine(block, hasher));
    }

    @Override
    public void zeroBlocks(int first, int count) throws InterruptedException {
        if (policy.leavesOutZeros()) {
            table.fill(first, count, SlotKind.ZERO, zero.digest());
            counts.addZero(count);
            return;
        }
        for (int index = first; index < first + count; index++) {
            window.awaitRoom();
            if (decide(index, zero.digest()) == BlockPolicy.Decision.PUT) {
                offerZero(index);
            }
        }
    }

    /**
     * Puts zeros behind the end of the disk, where a volume would read something else.
     *
     * @return whether the block is put
     */
    public boolean putZeroTail(int index) throws InterruptedException {
        if (policy.decide(index, zero.digest()) != BlockPolicy.Decision.PUT) {
            return false;
        }
        window.awaitRoom();
        offerZero(index);
        return true;
    }

    private void offerZero(int index) {
        window.offer(new PutWindow.Ready(index, zero.bytes(zero.sizeBytes()), zero.digest(), () -> {}));
    }

    private void examine(Block block, BlockHasher hasher) {
        try {
            boolean isZero = zero.isIn(block.buffer());
            BlockDigest digest = isZero ? zero.digest() : hasher.digest(block.buffer());
            if (failure.get() == null && decide(block.index(), digest) == BlockPolicy.Decision.PUT) {
                window.offer(new PutWindow.Ready(block.index(), block.buffer(), digest, () -> lease.giveBack(block)));
            } else {
                lease.giveBack(block);
            }
        } catch (Throwable e) {
            // an Error too, as when a bundle is swapped underneath: the transfer must hear of it
            lease.giveBack(block);
            fail(e);
        } finally {
            window.decided();
        }
    }

    private BlockPolicy.Decision decide(int index, BlockDigest digest) {
        BlockPolicy.Decision decision = policy.decide(index, digest);
        switch (decision) {
            case PUT -> {
                // counted and kept once it is acknowledged
            }
            case LEAVE_OUT_ZERO -> {
                table.set(index, SlotKind.ZERO, digest);
                counts.addZero(1);
            }
            case UNCHANGED -> {
                table.set(index, SlotKind.UNCHANGED, digest);
                counts.addUnchanged(1);
            }
        }
        return decision;
    }

    private void durable(int count) {
        counts.addPut(count);
        window.durable(count);
    }

    private void fail(Throwable cause) {
        if (closing) {
            // what close itself breaks off did not fail
            return;
        }
        failure.compareAndSet(null, cause instanceof CompletionException ? cause.getCause() : cause);
        stop();
    }

    /** Stops at the next block. Whoever reads or drains gets an InterruptedException. */
    public void stop() {
        lease.stopReading();
        window.stop();
    }

    /** What went wrong, when anything did. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Waits a while for what is under way, makes durable what was acknowledged, and lets go of everything. */
    @Override
    public void close() {
        stop();
        if (failure.get() == null) {
            window.awaitAnswers(ANSWERS_NANOS);
        }
        closing = true;
        writer.close();
        flusher.close();
        lease.close();
    }

    private final class Answers implements PutWindow.Events {
        @Override
        public void acknowledged(int index, BlockDigest digest) {
            flusher.acknowledged(index, digest);
        }

        @Override
        public void failed(Throwable cause) {
            fail(cause);
        }
    }
}
