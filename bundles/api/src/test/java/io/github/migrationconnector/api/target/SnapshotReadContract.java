package io.github.migrationconnector.api.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every place does whose snapshots can be read back. */
public abstract class SnapshotReadContract extends SnapshotPutContract {
    /** Whether blocks that were never put are listed all the same, as zeros: true for a disk image. */
    protected boolean listsAbsentBlocks() {
        return false;
    }

    @Test
    void readsBackWhatWasPut() throws Exception {
        Map<Integer, Long> seeds = Map.of(0, 1L, 5, 2L, 94, 3L);
        assertHolds(written(spec("read-1"), seeds), seeds);
    }

    @Test
    void readsTheLastThatWasPut() throws Exception {
        String id;
        try (SnapshotWriter writer = snapshots().start(spec("read-2"))) {
            id = writer.snapshot().snapshotId();
            put(writer, Map.of(0, 1L, 1, 2L));
            complete(writer, put(writer, Map.of(0, 3L, 1, 2L)));
        }
        awaitCompleted(id);
        assertHolds(id, Map.of(0, 3L, 1, 2L));
    }

    @Test
    void keepsWhatWasPutBeforeReopening() throws Exception {
        OpenSnapshot snapshot;
        SortedMap<Integer, BlockDigest> blocks;
        try (SnapshotWriter writer = snapshots().start(spec("read-3"))) {
            snapshot = writer.snapshot();
            blocks = put(writer, Map.of(0, 1L));
        }
        try (SnapshotWriter writer = snapshots().reopen(snapshot)) {
            blocks.putAll(put(writer, Map.of(7, 2L)));
            complete(writer, blocks);
        }
        awaitCompleted(snapshot.snapshotId());
        assertHolds(snapshot.snapshotId(), Map.of(0, 1L, 7, 2L));
    }

    @Test
    void hasVolumesOfWholeGib() throws Exception {
        String id = written(spec("read-4"), Map.of(0, 1L));
        try (SnapshotReader reader = snapshots().read(id)) {
            assertThat(reader.volumeSizeBytes()).isEqualTo(1L << 30);
        }
    }

    @Test
    void refusesToReadWhatIsNotCompleted() throws Exception {
        try (SnapshotWriter writer = snapshots().start(spec("read-5"))) {
            put(writer, Map.of(0, 1L));
            assertThatThrownBy(() -> snapshots().read(writer.snapshot().snapshotId()))
                    .satisfies(SnapshotPutContract::isFinal);
        }
    }

    @Test
    void refusesToReadWhatIsDeleted() throws Exception {
        String id = written(spec("read-6"), Map.of(0, 1L));
        snapshots().delete(id);
        assertThatThrownBy(() -> snapshots().read(id)).satisfies(SnapshotPutContract::isFinal);
    }

    @Test
    void readsManyBlocksAtOnce() throws Exception {
        Map<Integer, Long> seeds = new TreeMap<>();
        for (int index = 0; index < 40; index++) {
            seeds.put(index, 100L + index);
        }
        assertHolds(written(spec("read-7"), seeds), seeds);
    }

    @Test
    void closesTheReaderMoreThanOnce() throws Exception {
        SnapshotReader reader = snapshots().read(written(spec("read-8"), Map.of(0, 1L)));
        reader.close();
        assertThatCode(reader::close).doesNotThrowAnyException();
    }

    /** Writes and completes a snapshot of random blocks; the answer is its id. */
    protected String written(SnapshotSpec spec, Map<Integer, Long> indexToSeed) throws Exception {
        String id;
        try (SnapshotWriter writer = snapshots().start(spec)) {
            id = writer.snapshot().snapshotId();
            complete(writer, put(writer, indexToSeed));
        }
        awaitCompleted(id);
        return id;
    }

    /** Reads a snapshot back and compares it, block by block and listing by listing. */
    protected void assertHolds(String snapshotId, Map<Integer, Long> indexToSeed) throws Exception {
        try (SnapshotReader reader = snapshots().read(snapshotId)) {
            int blockSize = reader.snapshot().blockSizeBytes();
            Map<Integer, byte[]> expected = new HashMap<>();
            indexToSeed.forEach((index, seed) -> expected.put(index, TestBlocks.random(seed, blockSize)));
            List<Integer> listed = new ArrayList<>();
            List<CompletableFuture<BlockDigest>> answers = new ArrayList<>();
            List<ByteBuffer> buffers = new ArrayList<>();
            Iterator<PresentBlock> blocks = reader.blocks();
            while (blocks.hasNext()) {
                PresentBlock block = blocks.next();
                listed.add(block.index());
                ByteBuffer buffer =
                        ByteBuffer.allocateDirect(blockSize + 16).position(8).limit(8 + blockSize);
                buffers.add(buffer);
                answers.add(reader.read(block, buffer.duplicate()));
            }
            assertThat(listed).isSorted().doesNotHaveDuplicates();
            if (listsAbsentBlocks()) {
                assertThat(listed).containsAll(indexToSeed.keySet());
            } else {
                assertThat(listed).containsExactlyElementsOf(new TreeMap<>(indexToSeed).keySet());
            }
            for (int i = 0; i < listed.size(); i++) {
                BlockDigest digest = answers.get(i).get(SECONDS, TimeUnit.SECONDS);
                byte[] content = new byte[blockSize];
                buffers.get(i).get(content);
                byte[] wanted = expected.getOrDefault(listed.get(i), new byte[blockSize]);
                assertThat(Arrays.equals(content, wanted))
                        .as("block %d", listed.get(i))
                        .isTrue();
                assertThat(digest).isEqualTo(TestBlocks.digest(wanted));
            }
        }
    }
}
