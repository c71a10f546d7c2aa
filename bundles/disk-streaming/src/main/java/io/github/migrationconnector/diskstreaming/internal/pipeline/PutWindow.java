package io.github.migrationconnector.diskstreaming.internal.pipeline;

import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.SnapshotWriter;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts blocks, a bounded number at once. A block holds its place in the window until it is acknowledged and its journal
 * record is on disk. No thread waits here for a place but the reader: blocks that are ready stand in a queue, and whoever
 * frees a place puts the next.
 */
final class PutWindow {
    private final SnapshotWriter writer;
    private final Size size;
    private final PutRamp ramp;
    private final Throttle throttle;
    private final ScheduledExecutorService timer;
    private final Events events;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Ready> ready = new ArrayDeque<>();
    private int undecided;
    private int underWay;
    private int notDurable;
    private boolean stopped;
    private boolean pumping;
    private boolean pumpAgain;
    private boolean timerSet;

    /**
     * How wide the window is.
     *
     * @param connections blocks under way at once, at most
     * @param places blocks that are under way, or not yet durable
     */
    record Size(int connections, int places) {}

    /** Who is told. */
    interface Events {
        void acknowledged(int index, BlockDigest digest);

        void failed(Throwable failure);
    }

    /**
     * A block to be put.
     *
     * @param index of the block
     * @param bytes its bytes, untouched until released
     * @param digest of its bytes
     * @param release gives the memory back
     */
    record Ready(int index, ByteBuffer bytes, BlockDigest digest, Runnable release) {}

    PutWindow(SnapshotWriter writer, Size size, Throttle throttle, ScheduledExecutorService timer, Events events) {
        this.writer = writer;
        this.size = size;
        this.ramp = new PutRamp(size.connections);
        this.throttle = throttle;
        this.timer = timer;
        this.events = events;
    }

    /** A block has come whose fate is open; {@link #decided} follows. */
    void entered() {
        lock.lock();
        try {
            undecided++;
        } finally {
            lock.unlock();
        }
    }

    /** A block's fate is known; when it is to be put, offer comes first. */
    void decided() {
        lock.lock();
        try {
            undecided--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void offer(Ready block) {
        boolean refused;
        lock.lock();
        try {
            refused = stopped;
            if (!refused) {
                ready.add(block);
            }
        } finally {
            lock.unlock();
        }
        if (refused) {
            block.release.run();
        } else {
            pump();
        }
    }

    /** Waits until the queue is short, for blocks that bring no memory of the pool that would bound them. */
    void awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (ready.size() >= size.places && !stopped) {
                changed.await();
            }
            throwIfStopped();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything that entered is decided, put and durable. */
    void awaitEmpty() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (undecided + ready.size() + notDurable > 0 && !stopped) {
                changed.await();
            }
            throwIfStopped();
        } finally {
            lock.unlock();
        }
    }

    /** Waits a while for the answers of what is under way. */
    void awaitAnswers(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (underWay > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** So many acknowledged blocks have become durable. */
    void durable(int count) {
        lock.lock();
        try {
            notDurable -= count;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        pump();
    }

    /** Puts nothing more; wakes whoever waits. What is under way goes on. */
    void stop() {
        ArrayDeque<Ready> left;
        lock.lock();
        try {
            stopped = true;
            left = new ArrayDeque<>(ready);
            ready.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(block -> block.release.run());
    }

    /** Puts what may be put. One thread at a time: an answer that comes at once must not pump inside of a pump. */
    private void pump() {
        lock.lock();
        try {
            if (pumping) {
                pumpAgain = true;
                return;
            }
            pumping = true;
            do {
                pumpAgain = false;
                while (mayPut()) {
                    Ready next = ready.poll();
                    underWay++;
                    notDurable++;
                    lock.unlock();
                    try {
                        put(next);
                    } finally {
                        lock.lock();
                    }
                }
            } while (pumpAgain);
            pumping = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean mayPut() {
        if (ready.isEmpty() || stopped || timerSet || underWay >= ramp.limit() || notDurable >= size.places) {
            return false;
        }
        long wait = throttle.take(System.nanoTime());
        if (wait == 0) {
            return true;
        }
        try {
            Future<?> unused = timer.schedule(this::timeIsUp, wait, TimeUnit.NANOSECONDS);
            timerSet = true;
        } catch (RejectedExecutionException e) {
            // the service is closing, and stops this transfer
            stopped = true;
        }
        return false;
    }

    private void timeIsUp() {
        lock.lock();
        try {
            timerSet = false;
        } finally {
            lock.unlock();
        }
        pump();
    }

    private void put(Ready block) {
        long begun = System.nanoTime();
        try {
            CompletableFuture<Void> unused = writer.put(block.index, block.bytes, block.digest)
                    .whenComplete((done, failure) -> answered(block, begun, failure));
        } catch (Throwable e) {
            answered(block, begun, e);
        }
    }

    /** A failure is told before the block leaves the window: else the window would look empty, and the block done. */
    private void answered(Ready block, long begun, Throwable failure) {
        boolean acknowledged = false;
        try {
            block.release.run();
            if (failure == null) {
                throttle.accepted(System.nanoTime());
                events.acknowledged(block.index, block.digest);
                acknowledged = true;
            } else {
                events.failed(failure);
            }
        } catch (Throwable e) {
            events.failed(e);
        } finally {
            left(acknowledged, System.nanoTime() - begun);
        }
        if (acknowledged) {
            pump();
        }
    }

    private void left(boolean acknowledged, long nanos) {
        lock.lock();
        try {
            underWay--;
            if (acknowledged) {
                ramp.acknowledged(nanos);
            } else {
                notDurable--;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void throwIfStopped() throws InterruptedException {
        if (stopped) {
            throw new InterruptedException("the transfer stops");
        }
    }
}
