package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Writes a snapshot into a {@link BlockImage}. */
final class FileSnapshotWriter implements SnapshotWriter {
    private final OpenSnapshot snapshot;
    private final BlockImage image;
    private final BlockCommitter committer;
    private final Owner owner;

    /** Whoever keeps the snapshot. */
    interface Owner {
        /** For messages. */
        Path path();

        /** Whole GiB in bytes. */
        long volumeSizeBytes();

        Optional<SnapshotState> state();

        /** Makes it completed, durably. */
        void completed() throws IOException;
    }

    FileSnapshotWriter(OpenSnapshot snapshot, BlockImage image, Owner owner) {
        this.snapshot = snapshot;
        this.image = image;
        this.owner = owner;
        this.committer = new BlockCommitter(image, owner.path());
    }

    @Override
    public OpenSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public CompletableFuture<Void> put(int index, ByteBuffer block, BlockDigest digest) {
        if (block.remaining() != BlockImage.BLOCK_BYTES) {
            throw new IllegalArgumentException("a block of " + block.remaining() + " bytes");
        }
        if (index < 0 || index >= owner.volumeSizeBytes() / BlockImage.BLOCK_BYTES) {
            return CompletableFuture.failedFuture(
                    StoreProblem.refused("Block " + index + " lies behind the end of the volume."));
        }
        if (!owner.state().equals(Optional.of(SnapshotState.PENDING))) {
            return CompletableFuture.failedFuture(
                    StoreProblem.refused("Snapshot " + snapshot.snapshotId() + " takes no blocks any more."));
        }
        return committer.put(index, block, digest);
    }

    @Override
    public synchronized void complete(int blocksPut, BlockDigest checksum) {
        if (owner.state().equals(Optional.of(SnapshotState.COMPLETED))) {
            return;
        }
        if (owner.state().isEmpty()) {
            throw StoreProblem.refused("There is no snapshot " + snapshot.snapshotId() + ".");
        }
        try {
            int present = 0;
            MessageDigest linear = MessageDigest.getInstance("SHA-256");
            BlockImage.Cursor cursor = image.cursor();
            for (int index = cursor.next(0); index >= 0; index = cursor.next(index + 1)) {
                linear.update(cursor.digestAt(index).toBytes());
                present++;
            }
            if (present != blocksPut) {
                throw StoreProblem.refused("The snapshot has " + present + " blocks, not " + blocksPut + ".");
            }
            if (!BlockDigest.of(linear.digest()).equals(checksum)) {
                throw StoreProblem.refused("The checksum over the snapshot's blocks is another.");
            }
            owner.completed();
        } catch (IOException e) {
            throw StoreProblem.io(owner.path(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        committer.close();
        image.close();
    }
}
