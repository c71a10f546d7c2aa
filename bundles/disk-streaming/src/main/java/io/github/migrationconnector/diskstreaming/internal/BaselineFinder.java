package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotReader;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import io.github.migrationconnector.diskstreaming.internal.journal.SlotKind;
import io.github.migrationconnector.diskstreaming.internal.journal.TransferJournal;
import io.github.migrationconnector.diskstreaming.internal.pipeline.BlockPool;
import io.github.migrationconnector.diskstreaming.internal.pipeline.DigestingSink;
import io.github.migrationconnector.diskstreaming.internal.pipeline.ReadBack;
import io.github.migrationconnector.diskstreaming.internal.pipeline.ZeroBlock;
import io.github.migrationconnector.diskstreaming.internal.retry.Retrier;
import java.util.Optional;

/** Finds the digests that a transfer compares with: in the parent's journal, or by reading. */
final class BaselineFinder {
    private static final long GIB = 1L << 30;
    private static final int READ_BLOCKS = 32;

    private final Context context;
    private final StopSignal stop;
    private final TransferRequest request;
    private final TransferJournal journal;

    BaselineFinder(Context context, StopSignal stop, TransferRequest request, TransferJournal journal) {
        this.context = context;
        this.stop = stop;
        this.request = request;
        this.journal = journal;
    }

    Baseline find(SnapshotTarget.Snapshots snapshots, OpenSnapshot snapshot) throws InterruptedException {
        if (request.parent() instanceof Parent.Snapshot parent) {
            Optional<TransferJournal> made = madeBy(parent);
            return made.isPresent()
                    ? fromJournal(made.get(), snapshot)
                    : byReading(snapshot, () -> readSnapshot(snapshots, parent.snapshotId(), snapshot));
        }
        if (request.parent() instanceof Parent.SnapshotOf parent) {
            return byReading(snapshot, () -> readDisk(parent.base(), snapshot));
        }
        return new Baseline.None();
    }

    private Optional<TransferJournal> madeBy(Parent.Snapshot parent) {
        Optional<TransferJournal> named = context.journals()
                .finished(parent.transferId())
                .filter(found -> found.result()
                        .filter(result -> result.progress().snapshotId().equals(parent.snapshotId()))
                        .isPresent());
        return named.isPresent()
                ? named
                : context.journals().finishedFor(request.target().toString(), parent.snapshotId());
    }

    private static Baseline fromJournal(TransferJournal parent, OpenSnapshot snapshot) {
        long capacity = parent.result().orElseThrow().capacityBytes();
        int blockSize = parent.result().orElseThrow().progress().blockSizeBytes();
        checkBlockSize(blockSize, snapshot);
        int written = new DiskGeometry(capacity, blockSize).blocks();
        return new Baseline.Parent(parent.digests(), capacity, written, absent(snapshot));
    }

    private static Optional<BlockDigest> absent(OpenSnapshot snapshot) {
        return snapshot.encrypted() ? Optional.empty() : Optional.of(new ZeroBlock(snapshot.blockSizeBytes()).digest());
    }

    private static void checkBlockSize(int blockSize, OpenSnapshot snapshot) {
        if (blockSize != snapshot.blockSizeBytes()) {
            throw Problem.fatal(
                            "PARENT_MISMATCH",
                            "The parent has blocks of " + blockSize + " bytes, the snapshot of "
                                    + snapshot.blockSizeBytes() + ".",
                            "Start again without a parent.")
                    .asException();
        }
    }

    /** Fills the table and answers how large the parent's disk was at least. */
    @FunctionalInterface
    private interface Reading {
        long read() throws InterruptedException;
    }

    private Baseline byReading(OpenSnapshot snapshot, Reading reading) throws InterruptedException {
        long capacity;
        Optional<Long> known = journal.parentCapacityBytes();
        if (known.isPresent()) {
            capacity = known.get();
        } else {
            capacity = reading.read();
            journal.parentIsKnown(capacity);
        }
        // what was read back has slots for the blocks that are present; a disk that was read, for each
        int written = request.parent() instanceof Parent.SnapshotOf
                ? new DiskGeometry(capacity, snapshot.blockSizeBytes()).blocks()
                : 0;
        return new Baseline.Parent(journal.parentDigests(), capacity, written, absent(snapshot));
    }

    private long readSnapshot(SnapshotTarget.Snapshots snapshots, String parentId, OpenSnapshot snapshot)
            throws InterruptedException {
        Retrier retrier = new Retrier(context.limits().retry(), context.shared().timer(), stop);
        try (SnapshotReader reader = retrier.call(() -> snapshots.read(parentId));
                DigestTable table = journal.parentDigests();
                BlockPool.Lease lease = context.shared().pool().lease(snapshot.blockSizeBytes(), READ_BLOCKS)) {
            checkBlockSize(reader.snapshot().blockSizeBytes(), snapshot);
            new ReadBack(reader, lease, retrier, (digest, index) -> table.set(index, SlotKind.INHERITED, digest))
                    .run(stop);
            table.force();
            // how large the disk was within its last GiB, a snapshot does not tell
            return Math.max(0, reader.volumeSizeBytes() - GIB);
        }
    }

    private long readDisk(SourceAddress base, OpenSnapshot snapshot) throws InterruptedException {
        ZeroBlock zero = new ZeroBlock(snapshot.blockSizeBytes());
        try (DiskReader reader = context.endpoints().open(base);
                DigestTable table = journal.parentDigests();
                BlockPool.Lease lease = context.shared().pool().lease(snapshot.blockSizeBytes(), READ_BLOCKS)) {
            DigestingSink.Found found = (first, count, digest) -> table.fill(first, count, SlotKind.INHERITED, digest);
            return stop.during(
                    () -> {
                        DigestingSink.read(reader, context.shared(), lease, zero, found);
                        table.force();
                        return reader.description().capacityBytes();
                    },
                    lease::stopReading);
        } catch (InterruptedException e) {
            stop.check();
            throw e;
        }
    }
}
