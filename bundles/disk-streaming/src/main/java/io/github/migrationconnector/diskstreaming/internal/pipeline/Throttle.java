package io.github.migrationconnector.diskstreaming.internal.pipeline;

import java.util.concurrent.TimeUnit;

/**
 * Says when the next block may be put: under the cap that was asked for, and at the pace that the target takes. The
 * target's pace is learned: when it refuses, the next puts come a little slower than what it accepted lately; then faster
 * again, little by little. Safe for use by several threads.
 */
public final class Throttle {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    /** What may be caught up on after a pause: enough for a timer that wakes late, too little for a burst. */
    private static final double BURST_SECONDS = 0.1;

    /** How much slower than what was accepted lately. */
    private static final double STEP_BACK = 0.95;

    /** How much faster in each second after a refusal. */
    private static final double CAREFUL_GROWTH = 0.05;

    /** The same when there was no refusal for a while: the limit is not what it was. */
    private static final double BOLD_GROWTH = 0.5;

    private static final double CAREFUL_SECONDS = 2;

    /** What is never gone below at the first refusal, when nothing was accepted yet. */
    private static final double SLOWEST_START = 8;

    private static final double SHORTEST_MEASURE_SECONDS = 0.5;

    private final double capBlocks;
    private double pace = Double.POSITIVE_INFINITY;
    private double allowance = 1;
    private long refilledAt;
    private long measuredFrom;
    private long accepted;
    private long refusedAt;

    /**
     * @param blockSizeBytes size of a block
     * @param bytesPerSecond the cap; 0 for none
     * @param nowNanos the clock's present time
     */
    public Throttle(int blockSizeBytes, long bytesPerSecond, long nowNanos) {
        this.capBlocks = bytesPerSecond == 0 ? Double.POSITIVE_INFINITY : (double) bytesPerSecond / blockSizeBytes;
        this.refilledAt = nowNanos;
        this.measuredFrom = nowNanos;
    }

    /**
     * Takes the right to put one block.
     *
     * @return 0 when it was taken, else how many nanoseconds to wait before asking again
     */
    synchronized long take(long nowNanos) {
        double rate = Math.min(capBlocks, pace);
        if (Double.isInfinite(rate)) {
            return 0;
        }
        double seconds = (nowNanos - refilledAt) / SECOND;
        refilledAt = nowNanos;
        allowance = Math.min(allowance + seconds * rate, Math.max(1, rate * BURST_SECONDS));
        if (allowance >= 1) {
            allowance -= 1;
            return 0;
        }
        return Math.max(1, (long) ((1 - allowance) / rate * SECOND));
    }

    /** A block was acknowledged. */
    synchronized void accepted(long nowNanos) {
        accepted++;
        if (!Double.isInfinite(pace)) {
            pace += (nowNanos - refusedAt) / SECOND < CAREFUL_SECONDS ? CAREFUL_GROWTH : BOLD_GROWTH;
        }
        if (nowNanos - measuredFrom > 2 * SECOND) {
            // only the last seconds count
            measuredFrom = nowNanos - (long) SECOND;
            accepted /= 2;
        }
    }

    /** The target said that puts come too fast. */
    public synchronized void refused(long nowNanos) {
        double seconds = (nowNanos - measuredFrom) / SECOND;
        refusedAt = nowNanos;
        if (seconds < SHORTEST_MEASURE_SECONDS) {
            return;
        }
        // one bad moment must not cost the minutes that growing again takes
        double floor = Double.isInfinite(pace) ? SLOWEST_START : pace / 2;
        pace = Math.max(floor, STEP_BACK * accepted / seconds);
        measuredFrom = nowNanos;
        accepted = 0;
    }
}
