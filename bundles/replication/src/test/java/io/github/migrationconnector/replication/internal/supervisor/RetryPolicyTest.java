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
    void whatMayBeFreeSoonIsLookedAtSoon() {
        RetryPolicy policy = new RetryPolicy();
        Problem full = new Problem("FULL", "full", "", Retry.WHEN_FREE);
        List<Long> seconds = new ArrayList<>();
        while (!policy.letsGo()) {
            policy.pauseAfter(full, RunPhase.CHECKING).map(Duration::toSeconds).ifPresent(seconds::add);
        }
        assertThat(seconds).as("a guest that shuts down is off in seconds").startsWith(2L, 4L, 8L, 16L, 30L, 30L);
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

    @Test
    void whatWasWaitedForIsLookedAtOnceEachTimeTheRunIsTakenInHand() {
        Problem away = new Problem("AWAY", "away", "", Retry.ON_RESUME);
        RetryPolicy first = new RetryPolicy();
        first.hasWaited(away, RetryPolicy.WAITED_FOR);
        assertThat(first.pauseAfter(away, RunPhase.CHECKING)).isPresent();
        assertThat(first.letsGo()).as("at first it is looked at in short").isFalse();

        RetryPolicy later = new RetryPolicy();
        later.hasWaited(away, RetryPolicy.WAITED_FOR.plusSeconds(1));
        assertThat(later.pauseAfter(away, RunPhase.CHECKING)).isPresent();
        assertThat(later.letsGo()).isTrue();

        Problem full = new Problem("FULL", "full", "", Retry.WHEN_FREE);
        RetryPolicy queue = new RetryPolicy();
        queue.hasWaited(full, RetryPolicy.WAITED_FOR.plusHours(1));
        assertThat(queue.pauseAfter(full, RunPhase.CHECKING)).isPresent();
        assertThat(queue.letsGo()).as("a place that gets free is taken at once").isFalse();
    }
}
