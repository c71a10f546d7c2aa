package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.InMemorySnapshots;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotReader;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.SnapshotWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Snapshots in memory whose calls are watched, and go wrong when a test wants them to. */
final class WatchedSnapshots implements SnapshotTarget.Snapshots {
    private final InMemorySnapshots kept;
    final List<Integer> acknowledged = new CopyOnWriteArrayList<>();
    final List<SnapshotSpec> starts = new CopyOnWriteArrayList<>();
    final AtomicInteger attempts = new AtomicInteger();
    final AtomicInteger completes = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();
    volatile PutHook beforePut = index -> Optional.empty();
    volatile Runnable beforeStart = () -> {};
    volatile Runnable beforeComplete = () -> {};

    /** What happens instead of a put. */
    @FunctionalInterface
    interface PutHook {
        Optional<CompletableFuture<Void>> instead(int index);
    }

    WatchedSnapshots(InMemorySnapshots kept) {
        this.kept = kept;
    }

    @Override
    public SnapshotWriter start(SnapshotSpec spec) {
        beforeStart.run();
        starts.add(spec);
        return new Writer(kept.start(spec));
    }

    @Override
    public SnapshotWriter reopen(OpenSnapshot snapshot) {
        return new Writer(kept.reopen(snapshot));
    }

    @Override
    public Optional<SnapshotState> state(String snapshotId) {
        return kept.state(snapshotId);
    }

    @Override
    public SnapshotReader read(String snapshotId) {
        reads.incrementAndGet();
        return kept.read(snapshotId);
    }

    @Override
    public void delete(String snapshotId) {
        kept.delete(snapshotId);
    }

    private final class Writer implements SnapshotWriter {
        private final SnapshotWriter writer;

        Writer(SnapshotWriter writer) {
            this.writer = writer;
        }

        @Override
        public OpenSnapshot snapshot() {
            return writer.snapshot();
        }

        @Override
        public CompletableFuture<Void> put(int index, ByteBuffer block, BlockDigest digest) {
            attempts.incrementAndGet();
            return beforePut.instead(index).orElseGet(() -> {
                CompletableFuture<Void> answer = writer.put(index, block, digest);
                if (!answer.isCompletedExceptionally()) {
                    acknowledged.add(index);
                }
                return answer;
            });
        }

        @Override
        public void complete(int blocksPut, BlockDigest checksum) {
            completes.incrementAndGet();
            beforeComplete.run();
            writer.complete(blocksPut, checksum);
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
