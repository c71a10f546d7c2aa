package io.github.migrationconnector.replication.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ReplicationThreadsTest {
    @Test
    void aSweepThatBlocksDoesNotKeepRunsFromBeingTakenUp() throws Exception {
        CountDownLatch swept = new CountDownLatch(1);
        CompletableFuture<String> takenUpOn = new CompletableFuture<>();
        try (ReplicationThreads threads = new ReplicationThreads(1)) {
            threads.everyMinute("replication-housekeeper", () -> {
                try {
                    swept.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            threads.everyMinute(
                    "replication-supervisor",
                    () -> takenUpOn.complete(Thread.currentThread().getName()));
            assertThat(takenUpOn.get(10, TimeUnit.SECONDS)).isEqualTo("replication-supervisor-1");
            swept.countDown();
        }
    }

    @Test
    void whatIsInHandIsLetGoWhenNobodyWorksOnItAnyMore() {
        AtomicBoolean letGo = new AtomicBoolean();
        ReplicationThreads threads = new ReplicationThreads(1);
        threads.execute(() -> {});
        threads.closeAnd(() -> letGo.set(true));
        assertThat(letGo).isTrue();
    }

    /** Another connector would take it over at once, and both would work on it. */
    @Test
    void whatSomebodyStillWorksOnIsNotLetGo() {
        AtomicBoolean letGo = new AtomicBoolean();
        CountDownLatch working = new CountDownLatch(1);
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        ReplicationThreads threads = new ReplicationThreads(1, Duration.ofMillis(1));
        threads.execute(() -> {
            while (working.getCount() > 0) {
                Thread.onSpinWait();
            }
            ended.complete(true);
        });
        threads.closeAnd(() -> letGo.set(true));
        assertThat(letGo).isFalse();
        working.countDown();
        assertThat(ended.join()).isTrue();
    }
}
