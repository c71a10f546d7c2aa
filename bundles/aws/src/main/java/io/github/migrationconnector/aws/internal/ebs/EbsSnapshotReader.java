package io.github.migrationconnector.aws.internal.ebs;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.PresentBlock;
import io.github.migrationconnector.api.target.SnapshotReader;
import io.github.migrationconnector.aws.internal.http.HttpAnswer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ebs.model.ListSnapshotBlocksResponse;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** Reads one completed EBS snapshot. */
final class EbsSnapshotReader implements SnapshotReader {
    private static final long GIB = 1L << 30;

    private final OpenSnapshot snapshot;
    private final long volumeSizeBytes;
    private final SnapshotCalls calls;
    private final BlockCalls blocks;
    private final Set<BlockCalls.Sent> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private EbsSnapshotReader(OpenSnapshot snapshot, long volumeSizeBytes, SnapshotCalls calls, BlockCalls blocks) {
        this.snapshot = snapshot;
        this.volumeSizeBytes = volumeSizeBytes;
        this.calls = calls;
        this.blocks = blocks;
    }

    /** Asks for the block size, which comes with each page of blocks alone. */
    static EbsSnapshotReader open(Snapshot described, SnapshotCalls calls, BlockCalls blocks) {
        ListSnapshotBlocksResponse page = calls.list(described.snapshotId(), new SnapshotCalls.ListPosition(0, ""));
        OpenSnapshot open =
                new OpenSnapshot(described.snapshotId(), page.blockSize(), Boolean.TRUE.equals(described.encrypted()));
        return new EbsSnapshotReader(open, page.volumeSize() * GIB, calls, blocks);
    }

    @Override
    public OpenSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public long volumeSizeBytes() {
        return volumeSizeBytes;
    }

    @Override
    public Iterator<PresentBlock> blocks() {
        return new BlockListing(position -> calls.list(snapshot.snapshotId(), position));
    }

    @Override
    public CompletableFuture<BlockDigest> read(PresentBlock block, ByteBuffer destination) {
        if (destination.remaining() < snapshot.blockSizeBytes()) {
            throw new IllegalArgumentException("room for " + destination.remaining() + " bytes");
        }
        if (closed) {
            return CompletableFuture.failedFuture(closedProblem().asException());
        }
        ByteBuffer room = destination.slice(destination.position(), snapshot.blockSizeBytes());
        CompletableFuture<BlockDigest> done = new CompletableFuture<>();
        try {
            BlockCalls.Sent sent = blocks.get(snapshot.snapshotId(), block, room);
            underWay.add(sent);
            var unused = sent.answer().whenComplete((answer, failure) -> {
                underWay.remove(sent);
                if (failure == null) {
                    check(done, answer, room.flip(), block.index());
                } else {
                    done.completeExceptionally(failure);
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

    private void check(CompletableFuture<BlockDigest> done, HttpAnswer answer, ByteBuffer content, int index) {
        BlockDigest received = digest(content);
        String length = answer.header(BlockCalls.DATA_LENGTH);
        boolean whole = length.isEmpty() || length.equals(Integer.toString(snapshot.blockSizeBytes()));
        if (whole && answer.header(BlockCalls.CHECKSUM).equals(received.base64())) {
            done.complete(received);
        } else {
            done.completeExceptionally(Problem.fatal(
                            "TARGET_BLOCK_DAMAGED",
                            "Block " + index + " of snapshot " + snapshot.snapshotId()
                                    + " does not have the digest that EBS sent with it.",
                            "Read it again; if it stays so, report it to AWS.")
                    .asException());
        }
    }

    private static BlockDigest digest(ByteBuffer content) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(content);
            return BlockDigest.of(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        underWay.forEach(sent -> sent.call().abort(closedProblem()));
    }

    private Problem closedProblem() {
        return new Problem(
                "TARGET_CLOSED",
                "The reader of snapshot " + snapshot.snapshotId() + " was closed.",
                "",
                Retry.ON_RESUME);
    }
}
