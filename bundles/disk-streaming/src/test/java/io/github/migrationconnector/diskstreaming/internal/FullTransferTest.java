package io.github.migrationconnector.diskstreaming.internal;

import static io.github.migrationconnector.diskstreaming.internal.TestBench.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.source.RandomDisk;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.ReadScope;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.InMemorySnapshots;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.TestBlocks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullTransferTest {
    @TempDir
    private Path home;

    private TestBench bench;

    @BeforeEach
    void open() {
        bench = new TestBench(home);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    static List<BlockDigest> digests(byte[] content, int blockSize) {
        List<BlockDigest> digests = new ArrayList<>();
        for (int at = 0; at < content.length; at += blockSize) {
            digests.add(TestBlocks.digest(Arrays.copyOfRange(content, at, at + blockSize)));
        }
        return digests;
    }

    private static long nonZero(byte[] content) {
        BlockDigest zero = TestBlocks.digest(new byte[BLOCK]);
        return digests(content, BLOCK).stream()
                .filter(digest -> !digest.equals(zero))
                .count();
    }

    @Test
    void carriesEveryByteAndLeavesZerosOut() throws Exception {
        byte[] content = new RandomDisk(1, 3_000_001).content();
        bench.disk("d", "1", content);
        TransferResult result = bench.run(TestBench.full("t", "d"));
        assertThat(bench.volume(result, content.length)).isEqualTo(content);
        TransferProgress progress = result.progress();
        assertThat(progress.stage()).isEqualTo(TransferStage.DONE);
        assertThat(progress.blocksPut()).isEqualTo(nonZero(content));
        assertThat(bench.kept.blocksPut(progress.snapshotId())).isEqualTo((int) nonZero(content));
        assertThat(progress.blocksInScope()).isEqualTo(digests(content, BLOCK).size());
        assertThat(progress.blocksDone()).isEqualTo(progress.blocksInScope());
        assertThat(progress.blocksPut() + progress.blocksZero()).isEqualTo(progress.blocksDone());
        assertThat(result.digest()).isEqualTo(TestBlocks.linear(digests(content, BLOCK)));
        assertThat(bench.kept.state(progress.snapshotId())).contains(SnapshotState.COMPLETED);
    }

    @Test
    void padsTheLastBlockWithZeros() throws Exception {
        byte[] content = TestBlocks.random(2, 2 * BLOCK + 7);
        bench.disk("d", "1", content);
        TransferResult result = bench.run(TestBench.full("t", "d"));
        byte[] volume = bench.volume(result, 3 * BLOCK);
        assertThat(volume).startsWith(content);
        assertThat(Arrays.copyOfRange(volume, content.length, volume.length)).containsOnly(0);
    }

    @Test
    void carriesADiskOfZeros() throws Exception {
        bench.disk("d", "1", new byte[10 * BLOCK + 1]);
        TransferResult result = bench.run(TestBench.full("t", "d"));
        assertThat(result.progress().blocksPut()).isZero();
        assertThat(result.progress().blocksZero()).isEqualTo(11);
        assertThat(bench.volume(result, 10 * BLOCK + 1)).containsOnly(0);
    }

    @Test
    void carriesADiskOfOneByte() throws Exception {
        bench.disk("d", "1", new byte[] {42});
        TransferResult result = bench.run(TestBench.full("t", "d"));
        assertThat(bench.volume(result, 2)).containsExactly(42, 0);
    }

    @Test
    void writesEveryBlockOfAnEncryptedVolume() throws Exception {
        int large = 512 * 1024;
        try (TestBench encrypted = new TestBench(home.resolve("e"), new InMemorySnapshots(large, true))) {
            byte[] content = new RandomDisk(3, 5 * large + 99).content();
            encrypted.disk("d", "1", content);
            TransferResult result = encrypted.run(TestBench.full("t", "d"));
            assertThat(result.encrypted()).isTrue();
            assertThat(result.progress().blocksPut()).isEqualTo((1L << 30) / large);
            assertThat(result.progress().blocksInScope()).isEqualTo((1L << 30) / large);
            byte[] volume = encrypted.volume(result, 10 * large);
            assertThat(volume).startsWith(content);
            assertThat(Arrays.copyOfRange(volume, content.length, volume.length))
                    .containsOnly(0);
            assertThat(result.digest()).isEqualTo(TestBlocks.linear(digests(content, large)));
        }
    }

    @Test
    void tellsTheStagesInOrder() throws Exception {
        bench.disk("d", "1", new RandomDisk(4, 100_000).content());
        List<TransferStage> stages = new CopyOnWriteArrayList<>();
        bench.service().run(TestBench.full("t", "d"), progress -> {
            if (stages.isEmpty() || stages.get(stages.size() - 1) != progress.stage()) {
                stages.add(progress.stage());
            }
        });
        assertThat(stages).endsWith(TransferStage.STREAMING, TransferStage.COMPLETING, TransferStage.DONE);
        assertThat(stages).isSorted();
    }

    @Test
    void survivesAListenerThatFails() throws Exception {
        byte[] content = new RandomDisk(5, 100_000).content();
        bench.disk("d", "1", content);
        TransferResult result = bench.service().run(TestBench.full("t", "d"), progress -> {
            throw new IllegalStateException("planted");
        });
        assertThat(bench.volume(result, content.length)).isEqualTo(content);
    }

    @Test
    void carriesSeveralDisksAtOnce() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<TransferResult> results = new CopyOnWriteArrayList<>();
        for (int number = 0; number < 6; number++) {
            String name = "d" + number;
            bench.disk(name, "1", new RandomDisk(number, 2_000_000).content());
            threads.add(new Thread(() -> {
                try {
                    results.add(bench.run(TestBench.full(name, name)));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(results).hasSize(6);
        List<BlockDigest> expected = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            expected.add(TestBlocks.linear(digests(new RandomDisk(number, 2_000_000).content(), BLOCK)));
        }
        assertThat(results).extracting(TransferResult::digest).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void refusesChangedAreasWithoutAParent() {
        bench.disk("d", "1", new byte[100]);
        assertThatThrownBy(() ->
                        bench.run(TestBench.request("t", "d", new ReadScope.Changed(List.of()), new Parent.Nothing())))
                .hasMessageContaining("TRANSFER_REFUSED");
    }
}
