package io.github.migrationconnector.aws.internal.ebs;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.aws.internal.failure.Problems;
import io.github.migrationconnector.aws.internal.http.HttpAnswer;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Puts blocks into one EBS snapshot. */
final class EbsSnapshotWriter implements SnapshotWriter {
    private final OpenSnapshot snapshot;
    private final BlockCalls blocks;
    private final SnapshotCalls calls;
    private final Set<BlockCalls.Sent> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EbsSnapshotWriter(OpenSnapshot snapshot, BlockCalls blocks, SnapshotCalls calls) {
        this.snapshot = snapshot;
        this.blocks = blocks;
        this.calls = calls;
    }

    @Override
    public OpenSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public CompletableFuture<Void> put(int index, ByteBuffer block, BlockDigest digest) {
        if (index < 0 || block.remaining() != snapshot.blockSizeBytes()) {
            throw new IllegalArgumentException("block " + index + " of " + block.remaining() + " bytes");
        }
        if (closed) {
            return CompletableFuture.failedFuture(closedProblem().asException());
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            BlockCalls.Sent sent = blocks.put(snapshot.snapshotId(), index, block, digest);
            underWay.add(sent);
            var unused = sent.answer().whenComplete((answer, failure) -> {
                underWay.remove(sent);
                if (failure == null) {
                    acknowledge(done, answer, digest);
                } else {
                    done.completeExceptionally(calls.tolerating404(failure, snapshot.snapshotId()));
                }
            });
            if (closed) {
                sent.call().abort(closedProblem());
            }
        } catch (ConnectorException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    /** The answer repeats the checksum. */
    private static void acknowledge(CompletableFuture<Void> done, HttpAnswer answer, BlockDigest digest) {
        String stored = answer.header(BlockCalls.CHECKSUM);
        if (stored.isEmpty() || stored.equals(digest.base64())) {
            done.complete(null);
        } else {
            done.completeExceptionally(Problems.badAnswer(
                            "EBS", "it acknowledged a block of the digest " + stored + " instead of " + digest.base64())
                    .asException());
        }
    }

    @Override
    public void complete(int blocksPut, BlockDigest checksum) {
        calls.complete(snapshot.snapshotId(), blocksPut, checksum);
    }

    @Override
    public void close() {
        closed = true;
        underWay.forEach(sent -> sent.call().abort(closedProblem()));
    }

    private Problem closedProblem() {
        return new Problem(
                "TARGET_CLOSED",
                "The writer of snapshot " + snapshot.snapshotId() + " was closed.",
                "",
                Retry.ON_RESUME);
    }
}
