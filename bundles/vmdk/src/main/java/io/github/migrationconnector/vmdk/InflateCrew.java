package io.github.migrationconnector.vmdk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Inflates grains on all processors: some threads of its own, started at the first grain that finds company, and the one that
 * waits, which does not sleep while there is work. Grains are taken in the order of their submission, and whoever submitted
 * them takes the results in whatever order it wants. Used by one thread; that is what bounds the memory, too.
 */
final class InflateCrew implements AutoCloseable {
    /** More threads than this only wait for the thread that reads. */
    private static final int MAX_HELPERS = 7;

    private final String name;
    private final int helpers;
    private final DeflatedGrain own;
    private final List<Thread> threads = new ArrayList<>();
    private final Deque<GrainTask> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition submitted = lock.newCondition();
    private final Condition done = lock.newCondition();
    private boolean closed;

    /**
     * A crew for this machine's processors.
     *
     * @param name of the file, for messages
     */
    InflateCrew(String name) {
        this(name, Math.min(MAX_HELPERS, Runtime.getRuntime().availableProcessors() - 1));
    }

    /** @param helpers how many threads besides the caller's */
    InflateCrew(String name, int helpers) {
        this.name = name;
        this.helpers = helpers;
        this.own = new DeflatedGrain(name);
    }

    /** How many grains are worth being under way at once; bounded in bytes, too. */
    static int window(int grainBytes) {
        return Math.max(4, Math.min(32, (4 << 20) / grainBytes));
    }

    /** Hands in a task that was prepared. */
    void submit(GrainTask task) {
        lock.lock();
        try {
            task.state(GrainTask.State.WAITING);
            waiting.addLast(task);
            if (threads.size() < helpers && waiting.size() > 1) {
                start();
            }
            submitted.signal();
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        Thread thread = new Thread(this::help, "vmdk-inflate-" + name + "-" + (threads.size() + 1));
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void help() {
        try (DeflatedGrain inflating = new DeflatedGrain(name)) {
            while (true) {
                GrainTask task;
                lock.lock();
                try {
                    while (waiting.isEmpty() && !closed) {
                        submitted.awaitUninterruptibly();
                    }
                    if (closed) {
                        return;
                    }
                    task = waiting.removeFirst();
                    task.state(GrainTask.State.RUNNING);
                } finally {
                    lock.unlock();
                }
                task.run(inflating);
                finished(task);
            }
        }
    }

    private void finished(GrainTask task) {
        lock.lock();
        try {
            task.state(GrainTask.State.DONE);
            done.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns when a task is done, however it ended, and never before: its buffers are then nobody else's. Not interrupted,
     * since a grain takes less than a breath.
     */
    void await(GrainTask task) {
        while (true) {
            GrainTask next;
            lock.lock();
            try {
                if (task.state() == GrainTask.State.DONE || task.state() == GrainTask.State.IDLE) {
                    return;
                }
                if (waiting.isEmpty()) {
                    done.awaitUninterruptibly();
                    continue;
                }
                next = waiting.removeFirst();
                next.state(GrainTask.State.RUNNING);
            } finally {
                lock.unlock();
            }
            next.run(own);
            finished(next);
        }
    }

    /** Ends the threads; what was not begun is left out. Tasks must not be in need of it any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            submitted.signalAll();
        } finally {
            lock.unlock();
        }
        own.close();
    }
}
