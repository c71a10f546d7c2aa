package io.github.migrationconnector.diskstreaming.internal;

import static io.github.migrationconnector.diskstreaming.internal.TestBench.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.TestBlocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
    private static final int BLOCKS = 120;

    @TempDir
    private Path home;

    private final AtomicInteger startsTried = new AtomicInteger();
    private TestBench bench;
    private final byte[] content = TestBlocks.random(1, BLOCKS * BLOCK - 3);

    @BeforeEach
    void open() {
        bench = new TestBench(home);
        bench.disk("d", "1", content);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static CompletableFuture<Void> fatal() {
        return CompletableFuture.failedFuture(
                Problem.fatal("PLANTED", "planted", "").asException());
    }

    /** Breaks the first attempt after so many puts; the answer is what was acknowledged until then. */
    private Set<Integer> breakAfter(int puts) {
        AtomicInteger left = new AtomicInteger(puts);
        bench.watched.beforePut = index -> left.getAndDecrement() > 0 ? Optional.empty() : Optional.of(fatal());
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).hasMessageContaining("PLANTED");
        bench.watched.beforePut = index -> Optional.empty();
        Set<Integer> acknowledged = new HashSet<>(bench.watched.acknowledged);
        bench.watched.acknowledged.clear();
        return acknowledged;
    }

    @Test
    void sendsOnlyWhatWasNotAcknowledged() throws Exception {
        Set<Integer> before = breakAfter(50);
        assertThat(before).hasSize(50);
        bench.restart();
        TransferResult result = bench.run(TestBench.full("t", "d"));
        assertThat(bench.watched.acknowledged).hasSize(BLOCKS - 50).doesNotContainAnyElementsOf(before);
        assertThat(bench.volume(result, content.length)).isEqualTo(content);
        assertThat(result.progress().blocksPut()).isEqualTo(BLOCKS);
        assertThat(bench.watched.starts).hasSize(1);
        assertThat(result.digest()).isEqualTo(TestBlocks.linear(FullTransferTest.digests(content, BLOCK)));
    }

    @Test
    void beginsAnewWhenTheSourceChanged() throws Exception {
        breakAfter(50);
        String abandoned = bench.kept.ids().get(0);
        byte[] changed = TestBlocks.random(2, content.length);
        bench.disk("d", "2", changed);
        TransferResult result = bench.run(TestBench.full("t", "d"));
        assertThat(bench.volume(result, changed.length)).isEqualTo(changed);
        assertThat(bench.watched.acknowledged).hasSize(BLOCKS);
        assertThat(bench.kept.ids()).doesNotContain(abandoned).hasSize(1);
    }

    @Test
    void beginsAnewWhenTheTargetLostTheSnapshot() throws Exception {
        breakAfter(50);
        bench.kept.lose(bench.kept.ids().get(0));
        TransferResult result = bench.run(TestBench.full("t", "d"));
        assertThat(bench.watched.acknowledged).hasSize(BLOCKS);
        assertThat(bench.volume(result, content.length)).isEqualTo(content);
    }

    @Test
    void hasTheTokenOnDiskBeforeItStarts() throws Exception {
        AtomicReference<String> token = new AtomicReference<>("");
        bench.watched.beforeStart = () -> token.set(tokenOnDisk());
        bench.run(TestBench.full("t", "d"));
        assertThat(token.get())
                .isNotEmpty()
                .isEqualTo(bench.watched.starts.get(0).clientToken());
    }

    private String tokenOnDisk() {
        try (var header = Files.newBufferedReader(home.resolve("journal/t/header.properties"))) {
            Properties properties = new Properties();
            properties.load(header);
            return properties.getProperty("token");
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void findsTheSnapshotAgainWhenTheAnswerToStartWasLost() throws Exception {
        bench.watched.beforeStart = () -> {
            throw new IllegalStateException("the power went");
        };
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).hasMessageContaining("power");
        String token = tokenOnDisk();
        bench.watched.beforeStart = () -> {};
        bench.restart();
        TransferResult result = bench.run(TestBench.full("t", "d"));
        assertThat(bench.kept.spec(result.progress().snapshotId()).clientToken())
                .isEqualTo(token);
        assertThat(bench.kept.ids()).hasSize(1);
    }

    @Test
    void completesOnceMoreWhenTheAnswerToCompleteWasLost() throws Exception {
        bench.watched.beforeComplete = () -> {
            throw new IllegalStateException("the power went");
        };
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).hasMessageContaining("power");
        bench.watched.beforeComplete = () -> {};
        bench.watched.acknowledged.clear();
        bench.restart();
        TransferResult result = bench.run(TestBench.full("t", "d"));
        assertThat(bench.watched.acknowledged).isEmpty();
        assertThat(bench.volume(result, content.length)).isEqualTo(content);
    }

    @Test
    void answersAtOnceWhenItIsFinished() throws Exception {
        TransferResult first = bench.run(TestBench.full("t", "d"));
        bench.disks.clear();
        bench.restart();
        assertThat(bench.run(TestBench.full("t", "d"))).isEqualTo(first);
        assertThat(bench.watched.completes).hasValue(1);
    }

    @Test
    void beginsAnewWhenTheFinishedSnapshotIsGone() throws Exception {
        TransferResult first = bench.run(TestBench.full("t", "d"));
        bench.kept.delete(first.progress().snapshotId());
        TransferResult second = bench.run(TestBench.full("t", "d"));
        assertThat(second.progress().snapshotId()).isNotEqualTo(first.progress().snapshotId());
        assertThat(bench.volume(second, content.length)).isEqualTo(content);
    }

    @Test
    void forgetsWithItsPendingSnapshot() throws Exception {
        breakAfter(10);
        bench.service().discard("t");
        assertThat(bench.kept.ids()).isEmpty();
        assertThat(home.resolve("journal/t")).doesNotExist();
        bench.service().discard("t");
    }

    @Test
    void keepsACompletedSnapshotWhenItForgets() throws Exception {
        TransferResult result = bench.run(TestBench.full("t", "d"));
        bench.service().discard("t");
        assertThat(bench.kept.state(result.progress().snapshotId())).contains(SnapshotState.COMPLETED);
        assertThat(home.resolve("journal/t")).doesNotExist();
    }

    @Test
    void stopsWhenTheServiceGoesAndGoesOnLater() throws Exception {
        List<Thread> stopper = new ArrayList<>();
        bench.watched.beforePut = index -> {
            if (index == 40 && stopper.isEmpty()) {
                Thread thread = new Thread(() -> bench.service().quiesce());
                stopper.add(thread);
                thread.start();
            }
            // slow enough that the signal comes in the middle
            LockSupport.parkNanos(1_000_000);
            return Optional.empty();
        };
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d")))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        stopped -> assertThat(stopped.problem().retry()).isEqualTo(Retry.ON_RESUME));
        stopper.get(0).join();
        bench.watched.beforePut = index -> Optional.empty();
        Set<Integer> before = new HashSet<>(bench.watched.acknowledged);
        assertThat(before).hasSizeLessThan(BLOCKS);
        bench.watched.acknowledged.clear();
        bench.restart();
        TransferResult result = bench.run(TestBench.full("t", "d"));
        assertThat(bench.watched.acknowledged).doesNotContainAnyElementsOf(before);
        assertThat(bench.volume(result, content.length)).isEqualTo(content);
    }

    @Test
    void stopsWhenItsCallerIsInterrupted() throws Exception {
        Thread caller = Thread.currentThread();
        bench.watched.beforePut = index -> {
            if (index == 40) {
                caller.interrupt();
            }
            return Optional.empty();
        };
        bench.disk("d", "1", TestBlocks.random(9, 20_000_000));
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).isInstanceOf(InterruptedException.class);
        bench.watched.beforePut = index -> Optional.empty();
        TransferResult result = bench.run(TestBench.full("t", "d"));
        assertThat(result.progress().blocksDone()).isEqualTo(result.progress().blocksInScope());
    }

    @Test
    void refusesTheSameTransferTwiceAtOnce() throws Exception {
        AtomicReference<Throwable> second = new AtomicReference<>();
        bench.watched.beforeComplete = () -> {
            try {
                bench.run(TestBench.full("t", "d"));
            } catch (ConnectorException | InterruptedException e) {
                second.set(e);
            }
        };
        bench.run(TestBench.full("t", "d"));
        assertThat(second.get()).hasMessageContaining("TRANSFER_BUSY");
    }

    private void refuseStarts(Retry retry) {
        bench.watched.beforeStart = () -> {
            startsTried.incrementAndGet();
            throw new Problem("PLANTED", "planted", "", retry).asException();
        };
    }

    @Test
    void asksForNoSnapshotWhenItForgetsAStartThatWasRefused() {
        refuseStarts(Retry.NEVER);
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).hasMessageContaining("PLANTED");
        bench.service().discard("t");
        assertThat(startsTried).hasValue(1);
        assertThat(home.resolve("journal/t")).doesNotExist();
    }

    @Test
    void keepsTheTokenWhenAnEarlierAnswerToStartWasLost() throws Exception {
        bench.watched.beforeStart = () -> {
            throw new IllegalStateException("the power went");
        };
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).hasMessageContaining("power");
        String token = tokenOnDisk();
        refuseStarts(Retry.NEVER);
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).hasMessageContaining("PLANTED");
        assertThat(token).isNotEmpty().isEqualTo(tokenOnDisk());
    }

    @Test
    @Timeout(20)
    void doesNotWaitForAQuotaWhenItForgets() {
        bench.watched.beforeStart = () -> {
            throw new IllegalStateException("the power went");
        };
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).hasMessageContaining("power");
        refuseStarts(Retry.WHEN_FREE);
        assertThatThrownBy(() -> bench.service().discard("t")).hasMessageContaining("PLANTED");
        assertThat(startsTried).hasValue(1);
    }

    @Test
    void isInterruptedAtTheJournalAndNotFailed() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).isInstanceOf(InterruptedException.class);
        } finally {
            Thread.interrupted();
        }
    }
}
