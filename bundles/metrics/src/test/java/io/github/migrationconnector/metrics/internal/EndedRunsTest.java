package io.github.migrationconnector.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndedRunsTest {
    private static final Instant SINCE = Instant.parse("2026-11-30T10:00:00Z");

    private final EndedRuns ended = new EndedRuns(SINCE);

    @Test
    void aRunIsNewsOnceHoweverOftenItsRecordChangesAfterItsEnd() {
        assertThat(ended.isNews(run("run-1", RunState.ACTIVE, Instant.EPOCH))).isFalse();
        assertThat(ended.isNews(run("run-1", RunState.FAILED, SINCE.plusSeconds(9))))
                .isTrue();
        assertThat(ended.isNews(run("run-1", RunState.FAILED, SINCE.plusSeconds(9))))
                .isFalse();
        assertThat(ended.isNews(run("run-2", RunState.COMPLETED, SINCE))).isTrue();
    }

    @Test
    void whatEndedBeforeTheCountingBeganIsNoNews() {
        assertThat(ended.isNews(run("run-1", RunState.FAILED, SINCE.minusMillis(1))))
                .isFalse();
    }

    private static Run run(String id, RunState state, Instant endedAt) {
        return new Run(id, "job-1", state, RunPhase.SHUTTING_DOWN, SINCE, endedAt, List.of(), "", List.of(), List.of());
    }
}
