package io.github.migrationconnector.diskstreaming.internal;

import static io.github.migrationconnector.diskstreaming.internal.TestBench.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.target.TestBlocks;
import io.github.migrationconnector.diskstreaming.internal.journal.ForgetfulJournalFiles;
import io.github.migrationconnector.diskstreaming.internal.journal.TransferJournal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** After a loss of all unsynced writes at most the window's blocks are sent again (correctness rule 20). */
@Timeout(60)
class DurabilityTest {
    private static final int BLOCKS = 300;
    /** Of a transfer with 4 connections: twice as many, and 32. */
    private static final int WINDOW = 2 * 4 + 32;

    @TempDir
    private Path home;

    private TestBench bench;
    private final byte[] content = TestBlocks.random(1, BLOCKS * BLOCK);
    private final TransferRequest request = TestBench.full("t", "d");

    @BeforeEach
    void open() {
        bench = new TestBench(home);
        bench.disk("d", "1", content);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private TransferResult run(ForgetfulJournalFiles files) throws InterruptedException {
        try (TransferJournal journal = new TransferJournal(files, () -> {})) {
            return bench.service().run(request, journal, progress -> {});
        }
    }

    @Test
    void sendsAtMostTheWindowAgainAfterALossOfPower() throws Exception {
        long seed = 4711;
        Random random = new Random(seed);
        ForgetfulJournalFiles files = new ForgetfulJournalFiles();
        Set<Integer> known = new HashSet<>();
        for (int cut = 0; cut < 5; cut++) {
            AtomicInteger left = new AtomicInteger(20 + random.nextInt(60));
            AtomicReference<ForgetfulJournalFiles> survived = new AtomicReference<>();
            ForgetfulJournalFiles current = files;
            bench.watched.beforePut = index -> {
                if (left.getAndDecrement() > 0) {
                    return Optional.empty();
                }
                survived.compareAndSet(null, current.afterLossOfPower());
                return Optional.of(CompletableFuture.failedFuture(
                        Problem.fatal("POWER", "planted", "").asException()));
            };
            assertThatThrownBy(() -> run(current)).as("seed %d", seed).hasMessageContaining("POWER");
            Set<Integer> again = new HashSet<>(bench.watched.acknowledged);
            again.retainAll(known);
            assertThat(again).as("seed %d", seed).hasSizeLessThanOrEqualTo(WINDOW);
            known.addAll(bench.watched.acknowledged);
            bench.watched.acknowledged.clear();
            files = survived.get();
        }
        bench.watched.beforePut = index -> Optional.empty();
        TransferResult result = run(files);
        assertThat(bench.volume(result, content.length)).isEqualTo(content);
        assertThat(bench.watched.starts).as("the same snapshot all the time").hasSize(1);
        assertThat(known).isNotEmpty();
    }

    @Test
    void holdsTheReaderUntilTheJournalIsOnDisk() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        ForgetfulJournalFiles files = new ForgetfulJournalFiles().beforeForce(() -> {
            try {
                disk.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        AtomicInteger tooMany = new AtomicInteger();
        bench.watched.beforePut = index -> {
            if (bench.watched.attempts.get() > WINDOW && disk.getCount() > 0) {
                tooMany.incrementAndGet();
            }
            if (bench.watched.attempts.get() == WINDOW) {
                // the disk is slow: if nothing held the puts, many more would come meanwhile
                new Thread(() -> {
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
                            disk.countDown();
                        })
                        .start();
            }
            return Optional.empty();
        };
        TransferResult result = run(files);
        assertThat(tooMany).hasValue(0);
        assertThat(bench.volume(result, content.length)).isEqualTo(content);
    }

    @Test
    void sendsABlockAgainWhoseSlotWasTorn() throws Exception {
        ForgetfulJournalFiles files = new ForgetfulJournalFiles();
        bench.watched.beforeComplete = () -> {
            throw new IllegalStateException("planted");
        };
        assertThatThrownBy(() -> run(files)).hasMessageContaining("planted");
        bench.watched.beforeComplete = () -> {};
        files.tear("digests", 17 * 40 + 3);
        bench.watched.acknowledged.clear();
        TransferResult result = run(files);
        assertThat(bench.watched.acknowledged).containsExactly(17);
        assertThat(bench.volume(result, content.length)).isEqualTo(content);
    }
}
