package io.github.migrationconnector.access.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many requests each of many askers may send: a burst at once, which refills at a steady rate (a token bucket). It
 * remembers a bounded number of askers; who was quiet longest is forgotten first, and has a full bucket again by then.
 */
final class RateLimit {
    private static final int MOST_ASKERS = 10_000;
    private static final double NANOS_A_SECOND = 1e9;

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_ASKERS;
        }
    };

    /** What is left to an asker, and when that was so. */
    private record Bucket(double left, long atNanos) {}

    /**
     * @param perSecond how many come back each second
     * @param burst how many may be sent at once
     * @param nanos a clock that never goes back, such as {@link System#nanoTime}
     */
    RateLimit(double perSecond, double burst, LongSupplier nanos) {
        if (perSecond <= 0 || burst < 1) {
            throw new IllegalArgumentException("a rate that lets nobody through");
        }
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanos = nanos;
    }

    /** Takes one request out of an asker's bucket; false when it is empty. */
    synchronized boolean take(String asker) {
        long now = nanos.getAsLong();
        Bucket before = buckets.getOrDefault(asker, new Bucket(burst, now));
        double left = Math.min(burst, before.left() + (now - before.atNanos()) / NANOS_A_SECOND * perSecond);
        boolean enough = left >= 1;
        buckets.put(asker, new Bucket(enough ? left - 1 : left, now));
        return enough;
    }
}
