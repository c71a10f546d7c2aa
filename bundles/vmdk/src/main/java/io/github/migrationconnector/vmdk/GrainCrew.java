package io.github.migrationconnector.vmdk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Inflates or deflates grains on all processors: some threads of its own, started at the first grain that finds company, and the one that
 * waits, which does not sleep while there is work. Grains are taken in the order of their submission, and whoever submitted
 * them takes the results in whatever order it wants. Used by one thread; that is what bounds the memory, too.
 */
final class GrainCrew<C extends GrainCrew.Codec> implements AutoCloseable {
    /** More threads than this only wait for the thread that reads. */
    private static final int MAX_HELPERS = 7;

    /** What a thread needs of its own for the work. */
    interface Codec extends AutoCloseable {
        @Override
        void close();
    }

    /** How far a task is. */
    private enum State {
        IDLE,
        WAITING,
        RUNNING,
        DONE
    }

    /**
     * One grain's work, done by whichever thread comes first. Used again and again; its state belongs to the crew's lock, its
     * buffers to who runs it, and before and after that to who submits it.
     */
    abstract static class Task<C> {
        private State state = State.IDLE;
        private Optional<RuntimeException> failure = Optional.empty();

        /** Does the work. */
        abstract void work(C codec);

        private void run(C codec) {
            failure = Optional.empty();
            try {
                work(codec);
            } catch (RuntimeException e) {
                failure = Optional.of(e);
            }
        }

        /** Throws what went wrong; to be asked when the task is done. */
        final void check() {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }

    private final String name;
    private final int helpers;
    private final Supplier<C> codecs;
    private final C own;
    private final List<Thread> threads = new ArrayList<>();
    private final Deque<Task<C>> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition submitted = lock.newCondition();
    private final Condition done = lock.newCondition();
    private boolean closed;

    /**
     * A crew for this machine's processors.
     *
     * @param name of the file, for the threads' names
     * @param codecs makes one for each thread
     */
    GrainCrew(String name, Supplier<C> codecs) {
        this(name, codecs, Math.min(MAX_HELPERS, Runtime.getRuntime().availableProcessors() - 1));
    }

    /** @param helpers how many threads besides the caller's */
    GrainCrew(String name, Supplier<C> codecs, int helpers) {
        this.name = name;
        this.helpers = helpers;
        this.codecs = codecs;
        this.own = codecs.get();
    }

    /** How many grains are worth being under way at once; bounded in bytes, too. */
    static int window(int grainBytes) {
        return Math.max(4, Math.min(32, (4 << 20) / grainBytes));
    }

    /** Hands in a task that was prepared. */
    void submit(Task<C> task) {
        lock.lock();
        try {
            task.state = State.WAITING;
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
        Thread thread = new Thread(this::help, "vmdk-grain-" + name + "-" + (threads.size() + 1));
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void help() {
        try (C codec = codecs.get()) {
            while (true) {
                Task<C> task;
                lock.lock();
                try {
                    while (waiting.isEmpty() && !closed) {
                        submitted.awaitUninterruptibly();
                    }
                    if (closed) {
                        return;
                    }
                    task = waiting.removeFirst();
                    task.state = State.RUNNING;
                } finally {
                    lock.unlock();
                }
                task.run(codec);
                finished(task);
            }
        }
    }

    private void finished(Task<C> task) {
        lock.lock();
        try {
            task.state = State.DONE;
            done.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns when a task is done, however it ended, and never before: its buffers are then nobody else's. Not interrupted,
     * since a grain takes less than a breath.
     */
    void await(Task<C> task) {
        while (true) {
            Task<C> next;
            lock.lock();
            try {
                if (task.state == State.DONE || task.state == State.IDLE) {
                    return;
                }
                if (waiting.isEmpty()) {
                    done.awaitUninterruptibly();
                    continue;
                }
                next = waiting.removeFirst();
                next.state = State.RUNNING;
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
