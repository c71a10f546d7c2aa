package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;

/** A framework whose lock is held by something that hangs: it can't even begin to stop. */
final class RunningFrameworkTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final CountDownLatch hangs = new CountDownLatch(1);
    private final AtomicInteger state = new AtomicInteger(Bundle.ACTIVE);
    private final AtomicInteger waits = new AtomicInteger();
    private volatile boolean stopped;

    private final Framework framework = (Framework) Proxy.newProxyInstance(
            Framework.class.getClassLoader(),
            new Class<?>[] {Framework.class},
            (self, method, arguments) -> switch (method.getName()) {
                case "getState" -> state.get();
                case "waitForStop" -> {
                    waits.incrementAndGet();
                    yield new FrameworkEvent(
                            stopped ? FrameworkEvent.STOPPED : FrameworkEvent.WAIT_TIMEDOUT, (Bundle) self, null);
                }
                case "stop" -> {
                    hangs.await();
                    stopped = true;
                    yield null;
                }
                default -> throw new UnsupportedOperationException(method.getName());
            });

    private final RunningFramework running = new RunningFramework(framework);

    @AfterEach
    void letGo() {
        hangs.countDown();
    }

    @Test
    void aStopThatIsAskedForAndCannotBeginIsGivenUp() {
        boolean ended = assertTimeoutPreemptively(DEADLINE, () -> running.awaitStop(Duration.ZERO, () -> true));
        assertThat(ended).isFalse();
    }

    @Test
    void soIsOneThatBeginsAndDoesNotEnd() {
        state.set(Bundle.STOPPING);
        boolean ended = assertTimeoutPreemptively(DEADLINE, () -> running.awaitStop(Duration.ZERO, () -> false));
        assertThat(ended).isFalse();
    }

    @Test
    void oneThatRunsIsWaitedForWhateverTheLimit() {
        boolean ended = assertTimeoutPreemptively(
                DEADLINE,
                () -> running.awaitStop(Duration.ZERO, () -> {
                    stopped = waits.get() > 3;
                    return false;
                }));
        assertThat(ended).isTrue();
    }

    @Test
    void aSignalDoesNotWaitForItEither() {
        assertThat(assertTimeoutPreemptively(DEADLINE, () -> running.stop(Duration.ofMillis(20))))
                .isFalse();
        assertThat(stopped).isFalse();
    }

    @Test
    void stopsWhatCanBeStopped() {
        hangs.countDown();
        assertThat(assertTimeoutPreemptively(DEADLINE, () -> running.stop(DEADLINE)))
                .isTrue();
    }
}
