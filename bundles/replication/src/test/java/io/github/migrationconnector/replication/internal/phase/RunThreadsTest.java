package io.github.migrationconnector.replication.internal.phase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.Problem;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class RunThreadsTest {
    private static final String RUN = "sms-run-0123456789abcdef0";

    @Test
    void aTransferThatStillRunsIsSeenAndNobodyElseWorksOnItsRun() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        AtomicBoolean worked = new AtomicBoolean();
        try (DiskWorkers workers = new DiskWorkers(RUN, 1)) {
            workers.submit(() -> {
                begun.countDown();
                over.await();
                throw Problem.fatal("PLANTED", "over", "").asException();
            });
            begun.await();
            assertThat(RunThreads.othersAtWork()).contains(RUN);
            assertThat(RunThreads.alone(RUN, () -> worked.set(true))).isFalse();
            assertThat(worked).isFalse();
            assertThat(RunThreads.alone("sms-run-1", () -> worked.set(true))).isTrue();
            assertThat(worked).isTrue();
            over.countDown();
            assertThat(workers.next()).isPresent();
        }
        assertThat(RunThreads.othersAtWork()).doesNotContain(RUN);
    }

    @Test
    void theCallersOwnWorkIsNoOthersAndItsNameComesBack() {
        String before = Thread.currentThread().getName();
        assertThat(RunThreads.alone(RUN, () -> {
                    assertThat(Thread.currentThread().getName()).isEqualTo("run-" + RUN);
                    assertThat(RunThreads.othersAtWork()).doesNotContain(RUN);
                }))
                .isTrue();
        assertThat(Thread.currentThread().getName()).isEqualTo(before);
    }
}
