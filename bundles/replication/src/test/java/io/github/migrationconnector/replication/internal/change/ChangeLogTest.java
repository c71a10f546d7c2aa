package io.github.migrationconnector.replication.internal.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.replication.Change;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ChangeLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChangeLog log = new ChangeLog(Clock.fixed(Instant.ofEpochSecond(5), ZoneOffset.UTC));

    @Test
    void aReaderGoesOnWhereItWas() throws InterruptedException {
        long start = log.latest();
        assertThat(log.after(start, Duration.ZERO)).isEmpty();
        log.add(Change.Kind.JOB, "j", "j");
        log.add(Change.Kind.RUN, "r", "j");
        List<Change> both = log.after(start, PATIENCE);
        assertThat(both).extracting(Change::id).containsExactly("j", "r");
        assertThat(log.after(both.get(0).number(), PATIENCE)).containsExactly(both.get(1));
        assertThat(log.forgotten(start)).isFalse();
    }

    @Test
    void whoWaitsIsTold() throws Exception {
        long start = log.latest();
        CompletableFuture<List<Change>> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return log.after(start, PATIENCE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        log.add(Change.Kind.CATALOG, "", "");
        assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).hasSize(1);
    }

    @Test
    void saysWhenItHasForgotten() throws InterruptedException {
        long start = log.latest();
        for (int i = 0; i <= ChangeLog.MOST; i++) {
            log.add(Change.Kind.RUN, "r" + i, "j");
        }
        assertThat(log.forgotten(start)).isTrue();
        assertThat(log.forgotten(start + 1)).isFalse();
        assertThat(log.after(start, Duration.ZERO)).hasSize(ChangeLog.MOST);
        ChangeLog next = new ChangeLog(Clock.fixed(Instant.ofEpochSecond(6), ZoneOffset.UTC));
        assertThat(next.forgotten(log.latest())).as("a later daemon's").isTrue();
        assertThat(log.forgotten(next.latest()))
                .as("a number that was never given")
                .isTrue();
    }
}
