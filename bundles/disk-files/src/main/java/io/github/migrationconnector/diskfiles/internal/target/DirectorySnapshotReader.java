package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.PresentBlock;
import io.github.migrationconnector.api.target.SnapshotReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads a snapshot of a directory, each block from the youngest generation that has it. */
final class DirectorySnapshotReader implements SnapshotReader {
    private final DirectoryStore store;
    private final OpenSnapshot snapshot;
    private final long volumeSizeBytes;
    private final Map<String, BlockImage> generations = new LinkedHashMap<>();

    /** @param chain ids from the snapshot itself up to its oldest ancestor */
    DirectorySnapshotReader(DirectoryStore store, List<String> chain, long volumeSizeBytes) {
        this.store = store;
        this.snapshot = new OpenSnapshot(chain.get(0), BlockImage.BLOCK_BYTES, false);
        this.volumeSizeBytes = volumeSizeBytes;
        try {
            chain.forEach(id -> generations.put(id, BlockImage.openForReading(store.image(id), store.slots(id))));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
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
        return new Merge();
    }

    @Override
    public CompletableFuture<BlockDigest> read(PresentBlock block, ByteBuffer destination) {
        BlockImage generation = generations.get(block.token());
        if (generation == null || destination.remaining() < BlockImage.BLOCK_BYTES) {
            throw new IllegalArgumentException("not a block of this snapshot, or no room for it: " + block);
        }
        ByteBuffer room = destination.slice().limit(BlockImage.BLOCK_BYTES);
        try {
            generation.readBlock(block.index(), room.duplicate());
            Optional<BlockDigest> written = generation.digest(block.index());
            BlockDigest read = digest(room);
            if (!written.equals(Optional.of(read))) {
                return CompletableFuture.failedFuture(StoreProblem.damaged(
                        store.folder(block.token()), "block " + block.index() + " is not what was written"));
            }
            destination.position(destination.position() + BlockImage.BLOCK_BYTES);
            return CompletableFuture.completedFuture(read);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(StoreProblem.io(store.folder(block.token()), e));
        }
    }

    static BlockDigest digest(ByteBuffer block) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(block);
            return BlockDigest.of(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        generations.values().forEach(BlockImage::close);
    }

    /** All generations' blocks as one ascending list; of several with the same index the youngest wins. */
    private final class Merge implements Iterator<PresentBlock> {
        private final List<Walk> walks = new ArrayList<>();

        Merge() {
            generations.forEach((id, image) -> walks.add(new Walk(id, image.cursor())));
        }

        @Override
        public boolean hasNext() {
            return walks.stream().anyMatch(walk -> walk.at >= 0);
        }

        @Override
        public PresentBlock next() {
            Walk youngest = null;
            for (Walk walk : walks) {
                if (walk.at >= 0 && (youngest == null || walk.at < youngest.at)) {
                    youngest = walk;
                }
            }
            if (youngest == null) {
                throw new NoSuchElementException();
            }
            PresentBlock found = new PresentBlock(youngest.at, youngest.id);
            walks.forEach(walk -> walk.leave(found.index()));
            return found;
        }
    }

    private final class Walk {
        private final String id;
        private final BlockImage.Cursor cursor;
        private int at;

        Walk(String id, BlockImage.Cursor cursor) {
            this.id = id;
            this.cursor = cursor;
            this.at = -1;
            moveTo(0);
        }

        void leave(int index) {
            if (at == index) {
                moveTo(index + 1);
            }
        }

        private void moveTo(int from) {
            try {
                at = cursor.next(from);
            } catch (IOException e) {
                throw StoreProblem.io(store.folder(id), e);
            }
        }
    }
}
