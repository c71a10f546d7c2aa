package io.github.migrationconnector.access.internal.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OwnNamesTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    @Test
    void theNamesAreWaitedFor() {
        assertThat(new OwnNames(() -> List.of("appliance"), LONG).now()).containsExactly("appliance");
    }

    @Test
    void aDeadNameServerIsWaitedForOnceAndHeardWhenItAnswers() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        AtomicReference<Thread> asker = new AtomicReference<>();
        OwnNames names = new OwnNames(
                () -> {
                    asked.incrementAndGet();
                    asker.set(Thread.currentThread());
                    await(answers);
                    return List.of("appliance");
                },
                Duration.ofMillis(50));
        for (int ask = 0; ask < 100; ask++) {
            assertThat(names.now()).isEmpty();
        }
        answers.countDown();
        asker.get().join();
        assertThat(names.now()).containsExactly("appliance");
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatFailsIsAskedAgainAndTakesNothingAway() {
        AtomicInteger asked = new AtomicInteger();
        OwnNames names = new OwnNames(
                () -> {
                    if (asked.incrementAndGet() == 2) {
                        throw new IllegalStateException("the resolver broke");
                    }
                    return List.of("appliance" + asked.get());
                },
                LONG);
        assertThat(names.now()).containsExactly("appliance1");
        assertThat(names.now()).containsExactly("appliance1");
        assertThat(names.now()).containsExactly("appliance3");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
