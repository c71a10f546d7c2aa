package io.github.migrationconnector.diskstreaming.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The probe passes again and again, and fails when the threads behind the pipeline are gone. */
@Timeout(30)
final class PipelineProbeTest {
    private final HashWorkers workers = new HashWorkers(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final PipelineProbe probe = new PipelineProbe(workers, timer);

    @AfterEach
    void close() {
        timer.shutdownNow();
        workers.close();
    }

    @Test
    void passesAsOftenAsItIsAsked() {
        for (int look = 0; look < 20; look++) {
            probe.check();
        }
    }

    @Test
    void failsWhenNobodyLooksAtBlocks() {
        workers.close();
        assertThatThrownBy(probe::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("don't get through the pipeline");
    }

    @Test
    void failsWhenNobodyKeepsTheTime() {
        timer.shutdownNow();
        assertThatThrownBy(probe::check).isInstanceOf(RuntimeException.class);
    }
}
