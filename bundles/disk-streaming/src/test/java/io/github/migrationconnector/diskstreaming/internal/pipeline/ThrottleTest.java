package io.github.migrationconnector.diskstreaming.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a clock of its own: nothing here waits. */
class ThrottleTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int BLOCK = 1000;

    private static long blocksIn(Throttle throttle, long nanos) {
        long now = 0;
        long blocks = 0;
        while (now < nanos) {
            long wait = throttle.take(now);
            if (wait == 0) {
                blocks++;
            }
            now += wait;
        }
        return blocks;
    }

    @Test
    void keepsTheCap() {
        assertThat(blocksIn(new Throttle(BLOCK, 50 * BLOCK, 0), 10 * SECOND)).isBetween(499L, 506L);
    }

    @Test
    void keepsACapOfLessThanABlockASecond() {
        assertThat(blocksIn(new Throttle(BLOCK, BLOCK / 4, 0), 40 * SECOND)).isBetween(10L, 12L);
    }

    @Test
    void hasNoCapWhenNoneIsAsked() {
        Throttle throttle = new Throttle(BLOCK, 0, 0);
        for (int block = 0; block < 1_000; block++) {
            assertThat(throttle.take(0)).isZero();
        }
    }

    @Test
    void doesNotCatchUpOnALongPause() {
        Throttle throttle = new Throttle(BLOCK, 100 * BLOCK, 0);
        int burst = 0;
        while (throttle.take(100 * SECOND) == 0) {
            burst++;
        }
        assertThat(burst).isLessThanOrEqualTo(10);
    }

    /** A target that takes so many a second, with a small bucket, as EBS does; 64 connections, a round trip of 20 ms. */
    @ParameterizedTest
    @ValueSource(ints = {20, 200, 1000})
    void findsThePaceOfTheTarget(int acceptedPerSecond) {
        Throttle throttle = new Throttle(BLOCK, 0, 0);
        PriorityQueue<Long> answers = new PriorityQueue<>();
        double bucket = acceptedPerSecond / 10.0;
        long now = 0;
        long last = 0;
        long done = 0;
        long end = 60 * SECOND;
        while (now < end) {
            bucket = Math.min(acceptedPerSecond / 10.0, bucket + (now - last) * (double) acceptedPerSecond / SECOND);
            last = now;
            long wait = answers.size() < 64 ? throttle.take(now) : Math.max(1, answers.peek() - now);
            if (wait > 0) {
                now += wait;
            } else if (bucket >= 1) {
                bucket -= 1;
                done++;
                throttle.accepted(now);
                answers.add(now + SECOND / 50);
            } else {
                throttle.refused(now);
                // the refused block waits for its next attempt and holds its connection
                answers.add(now + SECOND / 10);
            }
            while (!answers.isEmpty() && answers.peek() <= now) {
                answers.poll();
            }
        }
        assertThat(done).isGreaterThan((long) (60 * acceptedPerSecond / 1.1));
    }
}
