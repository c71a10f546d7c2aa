package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.streaming.Verification;
import io.github.migrationconnector.api.streaming.VerifyRequest;
import io.github.migrationconnector.api.target.BlockDigest;
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

/** Reads a snapshot back and compares it with a journal or a disk. */
final class Verifier {
    private static final int READ_BLOCKS = 64;

    private final Context context;
    private final StopSignal stop;
    private final VerifyRequest request;
    private final ProgressReporter reporter;

    Verifier(Context context, StopSignal stop, VerifyRequest request, ProgressReporter reporter) {
        this.context = context;
        this.stop = stop;
        this.request = request;
        this.reporter = reporter;
    }

    Verification run() throws InterruptedException {
        SnapshotTarget.Snapshots snapshots = context.endpoints().open(request.target());
        Retrier retrier = new Retrier(context.limits().retry(), context.shared().timer(), stop);
        try (SnapshotReader reader = retrier.call(() -> snapshots.read(request.snapshotId()));
                DigestTable found = context.journals().scratch()) {
            // before hours of reading that nothing could be compared with
            Reference reference = reference();
            int blockSize = reader.snapshot().blockSizeBytes();
            reporter.snapshot(reader.snapshot());
            int volumeBlocks = Math.toIntExact(reader.volumeSizeBytes() / blockSize);
            Comparison comparison = new Comparison(
                    found, new ZeroBlock(blockSize).digest(), reader.snapshot().encrypted(), volumeBlocks);
            try (BlockPool.Lease lease = context.shared().pool().lease(blockSize, READ_BLOCKS)) {
                reporter.stage(TransferStage.STREAMING);
                return stop.during(
                        () -> {
                            readBack(reader, found, lease, retrier);
                            return reference.compare(comparison, blockSize, lease);
                        },
                        lease::stopReading);
            }
        } catch (InterruptedException e) {
            stop.check();
            throw e;
        }
    }

    private void readBack(SnapshotReader reader, DigestTable found, BlockPool.Lease lease, Retrier retrier)
            throws InterruptedException {
        new ReadBack(reader, lease, retrier, (digest, index) -> {
                    found.set(index, SlotKind.PUT, digest);
                    reporter.inScope().incrementAndGet();
                    reporter.counts().addUnchanged(1);
                })
                .run(stop);
    }

    private Reference reference() {
        if (request.reference() instanceof VerifyRequest.Reference.Source source) {
            return (comparison, blockSize, lease) -> compareWithSource(source.address(), comparison, blockSize, lease);
        }
        TransferJournal written = journal();
        return (comparison, blockSize, lease) -> compareWithJournal(written, comparison, blockSize);
    }

    private TransferJournal journal() {
        return context.journals()
                .finishedFor(request.target().toString(), request.snapshotId())
                .orElseThrow(() -> Problem.fatal(
                                "JOURNAL_NOT_FOUND",
                                "This connector has no journal of snapshot " + request.snapshotId()
                                        + ": it keeps those of a job's last two runs.",
                                "Verify a younger run, or compare with the source disk instead.")
                        .asException());
    }

    private Verification compareWithSource(
            SourceAddress address, Comparison comparison, int blockSize, BlockPool.Lease lease)
            throws InterruptedException {
        try (DiskReader disk = context.endpoints().open(address)) {
            DigestingSink.read(disk, context.shared(), lease, new ZeroBlock(blockSize), comparison::expect);
            return comparison.verdict(new DiskGeometry(disk.description().capacityBytes(), blockSize).blocks());
        }
    }

    private static Verification compareWithJournal(TransferJournal journal, Comparison comparison, int blockSize) {
        long capacity = journal.result().orElseThrow().capacityBytes();
        int blocks = new DiskGeometry(capacity, blockSize).blocks();
        try (DigestTable written = journal.digests()) {
            DigestTable.Walk walk = written.walk();
            for (int index = 0; index < blocks; index++) {
                Optional<BlockDigest> digest = walk.at(index).map(DigestTable.Entry::digest);
                if (digest.isPresent()) {
                    comparison.expect(index, 1, digest.get());
                } else {
                    comparison.differs(index);
                }
            }
        }
        return comparison.verdict(blocks);
    }

    /** What the snapshot must equal. */
    private interface Reference {
        Verification compare(Comparison comparison, int blockSize, BlockPool.Lease lease) throws InterruptedException;
    }
}
