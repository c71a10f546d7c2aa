package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.replication.RunPhase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {
    private static final Problem PASSING = Problem.passing("BUSY", "busy", "");

    private static List<Long> pausesUntilTheEnd(RetryPolicy policy, RunPhase phase) {
        List<Long> seconds = new ArrayList<>();
        Optional<Duration> pause = policy.pauseAfter(PASSING, phase);
        while (pause.isPresent()) {
            seconds.add(pause.get().toSeconds());
            pause = policy.pauseAfter(PASSING, phase);
        }
        return seconds;
    }

    @Test
    void aPassingFailureIsTriedAgainWithLongerPausesAndAnEnd() {
        assertThat(pausesUntilTheEnd(new RetryPolicy(), RunPhase.TRANSFERRING))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void whoWaitsForTheCheckIsToldSoon() {
        assertThat(pausesUntilTheEnd(new RetryPolicy(), RunPhase.CHECKING)).containsExactly(1L, 2L);
    }

    @Test
    void progressForgives() {
        RetryPolicy policy = new RetryPolicy();
        pausesUntilTheEnd(policy, RunPhase.TRANSFERRING);
        policy.progress();
        assertThat(pausesUntilTheEnd(policy, RunPhase.TRANSFERRING)).hasSize(RetryPolicy.ATTEMPTS - 1);
    }

    @Test
    void aFatalFailureIsNot() {
        assertThat(new RetryPolicy().pauseAfter(Problem.fatal("WRONG", "wrong", ""), RunPhase.TRANSFERRING))
                .isEmpty();
    }

    @Test
    void aFullQueueAndAServiceThatIsAwayAreWaitedForWithoutCounting() {
        RetryPolicy policy = new RetryPolicy();
        for (int i = 0; i < 100; i++) {
            assertThat(policy.pauseAfter(new Problem("FULL", "full", "", Retry.WHEN_FREE), RunPhase.CHECKING))
                    .isPresent();
            assertThat(policy.pauseAfter(new Problem("AWAY", "away", "", Retry.ON_RESUME), RunPhase.CHECKING))
                    .isPresent();
        }
        assertThat(pausesUntilTheEnd(policy, RunPhase.TRANSFERRING)).hasSize(RetryPolicy.ATTEMPTS - 1);
    }
}
