package io.github.migrationconnector.diskstreaming.internal.pipeline;

/**
 * How many puts may be under way: few at first, then a quarter more after each round of answers, as long as that does not
 * make each of them slow. Where the network's way is long, that soon is all that is allowed; where the processor or the
 * line is the limit, more connections would only cost handshakes, which are dear while the JVM is cold. Guarded by its
 * owner's lock.
 */
final class PutRamp {
    private static final int FIRST = 4;
    private static final int GROWTH_DIVISOR = 4;
    /** Answers that take longer than this many times the fastest stand in a queue somewhere. */
    private static final int QUEUEING = 2;
    /** The fastest answer is forgotten after so many: the way may have become longer for good. */
    private static final int MEMORY = 1024;

    private final int most;
    private int limit;
    private int answers;
    private long roundNanos;
    private long fastestNanos = Long.MAX_VALUE;
    private int remembered;

    /** @param most at once, 1 or more */
    PutRamp(int most) {
        this.most = most;
        this.limit = Math.min(FIRST, most);
    }

    int limit() {
        return limit;
    }

    /** A put was acknowledged, that long after it was begun. */
    void acknowledged(long nanos) {
        if (limit == most) {
            return;
        }
        if (++remembered > MEMORY) {
            remembered = 0;
            fastestNanos = Long.MAX_VALUE;
        }
        fastestNanos = Math.min(fastestNanos, nanos);
        roundNanos += nanos;
        if (++answers < limit) {
            return;
        }
        if (roundNanos / answers <= QUEUEING * fastestNanos) {
            limit = Math.min(most, limit + Math.max(1, limit / GROWTH_DIVISOR));
        }
        answers = 0;
        roundNanos = 0;
    }
}
