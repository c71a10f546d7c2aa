package io.github.migrationconnector.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Requests end before what answers them goes. */
final class DrainTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Drain drain = new Drain();

    @Test
    void waitsForThoseInsideAndLetsNobodyIn() throws Exception {
        assertThat(drain.enter()).isTrue();
        ExecutorService closing = Executors.newSingleThreadExecutor();
        try {
            CountDownLatch begun = new CountDownLatch(1);
            Future<Boolean> closed = closing.submit(() -> {
                begun.countDown();
                return drain.close(LONG);
            });
            begun.await();
            while (drain.enter()) {
                // until the door is shut
                drain.leave();
            }
            assertThat(closed.isDone()).as("one is still inside").isFalse();
            drain.leave();
            assertThat(closed.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            closing.shutdownNow();
        }
        assertThat(drain.enter()).isFalse();
    }

    @Test
    void doesNotWaitForEver() {
        assertThat(drain.enter()).isTrue();
        assertThat(drain.close(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void isAtOnceWhenNobodyIsInside() {
        assertThat(drain.close(LONG)).isTrue();
    }
}
