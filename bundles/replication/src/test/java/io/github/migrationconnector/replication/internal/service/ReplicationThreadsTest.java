package io.github.migrationconnector.replication.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
}
