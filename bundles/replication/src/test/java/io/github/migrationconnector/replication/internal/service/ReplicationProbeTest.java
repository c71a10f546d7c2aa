package io.github.migrationconnector.replication.internal.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The probe passes over replication at work, and fails when its threads or its table are broken. */
final class ReplicationProbeTest {
    private final ReplicationThreads threads = new ReplicationThreads(1);

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void passesWhileAllIsAtWork() {
        threads.everyMinute("replication-scheduler", () -> {});
        assertThatCode(probe(List::of)::check).doesNotThrowAnyException();
    }

    @Test
    void failsWhenTheTableOfJobsCanNotBeRead() {
        threads.everyMinute("replication-scheduler", () -> {});
        ReplicationProbe probe = probe(() -> {
            throw new IllegalStateException("no such table: replication_job");
        });
        assertThatThrownBy(probe::check).hasMessageContaining("no such table");
    }

    @Test
    void failsWhenWhatIsDoneNowAndThenFallsOverItself() throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        var scheduler = threads.everyMinute("replication-scheduler", () -> {
            throw new NoClassDefFoundError("planted");
        });
        scheduler.execute(looked::countDown);
        looked.await();
        assertThatThrownBy(probe(List::of)::check).hasMessageContaining("replication-scheduler failed", "planted");
    }

    @Test
    void failsWhenItsThreadsAreGone() {
        threads.everyMinute("replication-scheduler", () -> {});
        threads.close();
        assertThatThrownBy(probe(List::of)::check).hasMessageContaining("does not work");
    }

    @Test
    void failsWhenAThreadDied() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        var scheduler = threads.everyMinute("replication-scheduler", () -> {
            begun.countDown();
            throw new StackOverflowError("planted");
        });
        begun.await();
        CountDownLatch next = new CountDownLatch(1);
        scheduler.execute(next::countDown);
        next.await();
        assertThatThrownBy(probe(List::of)::check).hasMessageContaining("replication-scheduler has no more turns");
    }

    private ReplicationProbe probe(Supplier<List<?>> jobs) {
        RunStore store = (RunStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {RunStore.class}, (self, method, arguments) -> {
                    if (!method.getName().equals("jobs")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return jobs.get();
                });
        return new ReplicationProbe(store, threads);
    }
}
