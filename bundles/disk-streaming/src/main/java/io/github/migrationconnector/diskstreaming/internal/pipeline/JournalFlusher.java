package io.github.migrationconnector.diskstreaming.internal.pipeline;

import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import io.github.migrationconnector.diskstreaming.internal.journal.SlotKind;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Journals acknowledged blocks. Their slots are written at once, so that a killed process sends none of them again; a
 * thread of its own forces many of them to disk together. Only then is a block's place in the window free again: so a loss
 * of power costs at most the window.
 */
final class JournalFlusher implements AutoCloseable {
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final DigestTable table;
    private final int enough;
    private final IntConsumer onDurable;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int written;
    private boolean hurry;
    private boolean closed;

    /**
     * @param table the journal's
     * @param enough how many blocks are not kept waiting for more
     * @param onDurable is told how many blocks have become durable
     * @param onFailure is told when the journal can't be written
     */
    JournalFlusher(DigestTable table, int enough, IntConsumer onDurable, Consumer<Throwable> onFailure) {
        this.table = table;
        this.enough = Math.max(1, enough);
        this.onDurable = onDurable;
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, "journal-flush");
        thread.setDaemon(true);
        thread.start();
    }

    void acknowledged(int index, BlockDigest digest) {
        try {
            table.set(index, SlotKind.PUT, digest);
        } catch (Throwable e) {
            onFailure.accept(e);
            return;
        }
        lock.lock();
        try {
            written++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing waits for company: the transfer is at its end. */
    void hurry() {
        lock.lock();
        try {
            hurry = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (int count = take(); count > 0; count = take()) {
                table.force();
                onDurable.accept(count);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            onFailure.accept(e);
        } catch (Throwable e) {
            onFailure.accept(e);
        }
    }

    /** How many slots are to be made durable together; 0 when closed and all is done. */
    private int take() throws InterruptedException {
        lock.lock();
        try {
            while (written == 0 && !closed) {
                changed.await();
            }
            long patience = GATHER_NANOS;
            while (patience > 0 && written < enough && !hurry && !closed) {
                patience = changed.awaitNanos(patience);
            }
            int count = written;
            written = 0;
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Makes durable what was acknowledged, then ends the thread. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
