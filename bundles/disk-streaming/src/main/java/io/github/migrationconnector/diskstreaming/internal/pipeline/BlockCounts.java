package io.github.migrationconnector.diskstreaming.internal.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/** How many blocks came to which end, earlier attempts included. */
public final class BlockCounts {
    private final AtomicLong put = new AtomicLong();
    private final AtomicLong zero = new AtomicLong();
    private final AtomicLong unchanged = new AtomicLong();

    public void addPut(long count) {
        put.addAndGet(count);
    }

    public void addZero(long count) {
        zero.addAndGet(count);
    }

    public void addUnchanged(long count) {
        unchanged.addAndGet(count);
    }

    public long put() {
        return put.get();
    }

    public long zero() {
        return zero.get();
    }

    public long unchanged() {
        return unchanged.get();
    }
}
