package io.github.migrationconnector.api.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What every place does that takes snapshots, whether or not they can be read back and have parents. */
public abstract class SnapshotPutContract {
    protected static final int SECONDS = 30;
    protected static final long CAPACITY_BYTES = 50_000_001;

    /** An empty place for snapshots; the same one each time within a test. */
    protected abstract SnapshotTarget.Snapshots snapshots() throws Exception;

    protected static SnapshotSpec spec(String token) {
        return new SnapshotSpec(
                token,
                CAPACITY_BYTES,
                new Lineage.Full(new Encryption.None()),
                "contract test",
                Map.of("made-by", token));
    }

    @Test
    void startsTheSameSnapshotForTheSameSpec() throws Exception {
        try (SnapshotWriter first = snapshots().start(spec("token-1"));
                SnapshotWriter second = snapshots().start(spec("token-1"))) {
            assertThat(second.snapshot()).isEqualTo(first.snapshot());
        }
    }

    @Test
    void refusesATokenThatComesWithAnotherSpec() throws Exception {
        snapshots().start(spec("token-2")).close();
        SnapshotSpec other = new SnapshotSpec(
                "token-2", CAPACITY_BYTES, new Lineage.Full(new Encryption.None()), "another", Map.of());
        assertThatThrownBy(() -> snapshots().start(other)).satisfies(SnapshotPutContract::isFinal);
    }

    @Test
    void isPendingUntilCompleted() throws Exception {
        try (SnapshotWriter writer = snapshots().start(spec("token-3"))) {
            String id = writer.snapshot().snapshotId();
            assertThat(snapshots().state(id)).contains(SnapshotState.PENDING);
            complete(writer, put(writer, Map.of(0, 1L)));
            awaitCompleted(id);
        }
    }

    @Test
    void completesWithoutAnyBlock() throws Exception {
        try (SnapshotWriter writer = snapshots().start(spec("token-4"))) {
            complete(writer, new TreeMap<>());
            awaitCompleted(writer.snapshot().snapshotId());
        }
    }

    @Test
    void completesAgainWithTheSameArguments() throws Exception {
        try (SnapshotWriter writer = snapshots().start(spec("token-5"))) {
            SortedMap<Integer, BlockDigest> blocks = put(writer, Map.of(0, 1L, 3, 2L));
            complete(writer, blocks);
            complete(writer, blocks);
            awaitCompleted(writer.snapshot().snapshotId());
        }
    }

    @Test
    void countsABlockThatIsPutTwiceOnce() throws Exception {
        try (SnapshotWriter writer = snapshots().start(spec("token-6"))) {
            put(writer, Map.of(0, 1L, 1, 2L));
            SortedMap<Integer, BlockDigest> blocks = put(writer, Map.of(0, 3L, 1, 2L));
            complete(writer, blocks);
            awaitCompleted(writer.snapshot().snapshotId());
        }
    }

    @Test
    void refusesAWrongDigest() throws Exception {
        try (SnapshotWriter writer = snapshots().start(spec("token-7"))) {
            ByteBuffer block =
                    TestBlocks.direct(TestBlocks.random(1, writer.snapshot().blockSizeBytes()));
            BlockDigest wrong = TestBlocks.digest(new byte[1]);
            assertThatThrownBy(() -> writer.put(0, block, wrong).get(SECONDS, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ConnectorException.class);
            complete(writer, put(writer, Map.of(1, 1L)));
            awaitCompleted(writer.snapshot().snapshotId());
        }
    }

    @Test
    void refusesABufferThatIsNotOneBlock() throws Exception {
        try (SnapshotWriter writer = snapshots().start(spec("token-8"))) {
            byte[] tooShort = new byte[writer.snapshot().blockSizeBytes() - 1];
            assertThatThrownBy(() -> writer.put(0, ByteBuffer.wrap(tooShort), TestBlocks.digest(tooShort)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesABlockBehindTheVolume() throws Exception {
        try (SnapshotWriter writer = snapshots().start(spec("token-9"))) {
            int blockSize = writer.snapshot().blockSizeBytes();
            byte[] block = TestBlocks.random(1, blockSize);
            int behind = (int) ((1L << 30) / blockSize);
            assertThatThrownBy(() -> writer.put(behind, ByteBuffer.wrap(block), TestBlocks.digest(block))
                            .get(SECONDS, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ConnectorException.class);
        }
    }

    @Test
    void refusesAWrongCountAndStaysOpen() throws Exception {
        try (SnapshotWriter writer = snapshots().start(spec("token-10"))) {
            SortedMap<Integer, BlockDigest> blocks = put(writer, Map.of(0, 1L, 1, 2L));
            BlockDigest checksum = TestBlocks.linear(blocks.values());
            assertThatThrownBy(() -> writer.complete(3, checksum)).satisfies(SnapshotPutContract::isFinal);
            complete(writer, blocks);
            awaitCompleted(writer.snapshot().snapshotId());
        }
    }

    @Test
    void refusesAWrongChecksumAndStaysOpen() throws Exception {
        try (SnapshotWriter writer = snapshots().start(spec("token-11"))) {
            SortedMap<Integer, BlockDigest> blocks = put(writer, Map.of(0, 1L, 1, 2L));
            List<BlockDigest> descending = new ArrayList<>(List.of(blocks.get(1), blocks.get(0)));
            assertThatThrownBy(() -> writer.complete(2, TestBlocks.linear(descending)))
                    .satisfies(SnapshotPutContract::isFinal);
            complete(writer, blocks);
            awaitCompleted(writer.snapshot().snapshotId());
        }
    }

    @Test
    void takesNoBlockOnceCompleted() throws Exception {
        try (SnapshotWriter writer = snapshots().start(spec("token-12"))) {
            complete(writer, put(writer, Map.of(0, 1L)));
            awaitCompleted(writer.snapshot().snapshotId());
            assertThatThrownBy(() -> put(writer, Map.of(1, 1L)))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(ConnectorException.class);
        }
    }

    @Test
    void goesOnWhenReopened() throws Exception {
        SortedMap<Integer, BlockDigest> blocks;
        OpenSnapshot snapshot;
        try (SnapshotWriter writer = snapshots().start(spec("token-13"))) {
            snapshot = writer.snapshot();
            blocks = put(writer, Map.of(0, 1L, 2, 2L));
        }
        try (SnapshotWriter writer = snapshots().reopen(snapshot)) {
            assertThat(writer.snapshot()).isEqualTo(snapshot);
            blocks.putAll(put(writer, Map.of(1, 3L)));
            complete(writer, blocks);
            awaitCompleted(snapshot.snapshotId());
        }
    }

    @Test
    void takesManyBlocksAtOnce() throws Exception {
        try (SnapshotWriter writer = snapshots().start(spec("token-14"))) {
            Map<Integer, Long> seeds = new TreeMap<>();
            for (int index = 0; index < 40; index++) {
                seeds.put(index, (long) index);
            }
            complete(writer, put(writer, seeds));
            awaitCompleted(writer.snapshot().snapshotId());
        }
    }

    @Test
    void takesNoBlockOnceClosedAndClosesTwice() throws Exception {
        SnapshotWriter writer = snapshots().start(spec("token-15"));
        writer.close();
        assertThatCode(writer::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> put(writer, Map.of(0, 1L))).hasCauseInstanceOf(ConnectorException.class);
        assertThat(snapshots().state(writer.snapshot().snapshotId())).contains(SnapshotState.PENDING);
    }

    @Test
    void deletesAPendingSnapshot() throws Exception {
        try (SnapshotWriter writer = snapshots().start(spec("token-16"))) {
            String id = writer.snapshot().snapshotId();
            put(writer, Map.of(0, 1L));
            snapshots().delete(id);
            assertThat(snapshots().state(id)).isEmpty();
        }
    }

    @Test
    void deletesACompletedSnapshotMoreThanOnce() throws Exception {
        String id;
        try (SnapshotWriter writer = snapshots().start(spec("token-17"))) {
            id = writer.snapshot().snapshotId();
            complete(writer, put(writer, Map.of(0, 1L)));
        }
        awaitCompleted(id);
        snapshots().delete(id);
        assertThat(snapshots().state(id)).isEmpty();
        assertThatCode(() -> snapshots().delete(id)).doesNotThrowAnyException();
    }

    /** Puts random blocks all at once and waits for them; the answer is what complete wants. */
    protected static SortedMap<Integer, BlockDigest> put(SnapshotWriter writer, Map<Integer, Long> indexToSeed) {
        SortedMap<Integer, BlockDigest> digests = new TreeMap<>();
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        indexToSeed.forEach((index, seed) -> {
            byte[] block = TestBlocks.random(seed, writer.snapshot().blockSizeBytes());
            digests.put(index, TestBlocks.digest(block));
            ByteBuffer buffer = index % 2 == 0 ? TestBlocks.direct(block) : ByteBuffer.wrap(block);
            answers.add(writer.put(index, buffer, digests.get(index)));
        });
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .orTimeout(SECONDS, TimeUnit.SECONDS)
                .join();
        return digests;
    }

    protected static void complete(SnapshotWriter writer, SortedMap<Integer, BlockDigest> blocks) {
        writer.complete(blocks.size(), TestBlocks.linear(blocks.values()));
    }

    protected void awaitCompleted(String snapshotId) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        Optional<SnapshotState> state = snapshots().state(snapshotId);
        while (!state.equals(Optional.of(SnapshotState.COMPLETED))) {
            assertThat(state).contains(SnapshotState.PENDING);
            assertThat(System.nanoTime()).as("still pending").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            state = snapshots().state(snapshotId);
        }
    }

    /** Checks that a failure is one that is not tried again. */
    protected static void isFinal(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(ConnectorException.class, exception -> assertThat(
                        exception.problem().retry())
                .isEqualTo(Retry.NEVER));
    }
}
