package io.github.migrationconnector.replication.internal.service;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.replication.internal.supervisor.Pauses;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of replication: one for each run at work, up to a bound, and one for each thing done every minute. */
final class ReplicationThreads implements Executor, Pauses, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicationThreads.class);
    private static final int MOST_RUNS = 50;
    private static final long TICK_SECONDS = 60;
    private static final Duration END_WITHIN = Duration.ofSeconds(20);

    private final ThreadPoolExecutor workers;
    private final List<Schedule> schedules = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Duration endWithin;

    /**
     * Something that is done now and then.
     *
     * @param thread its name
     * @param executor the thread
     * @param turns the turns
     * @param fault what the last turn fell over; null when it did not
     */
    private record Schedule(
            String thread,
            ScheduledExecutorService executor,
            ScheduledFuture<?> turns,
            AtomicReference<Throwable> fault) {}

    ReplicationThreads(int runs) {
        this(runs, END_WITHIN);
    }

    /**
     * Makes them.
     *
     * @param endWithin how long runs are waited for in the end
     */
    ReplicationThreads(int runs, Duration endWithin) {
        this.endWithin = endWithin;
        int size = bounded(runs);
        workers = new ThreadPoolExecutor(
                size, size, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), named("replication-run"));
        workers.allowCoreThreadTimeOut(true);
    }

    private static int bounded(int runs) {
        return Math.max(1, Math.min(MOST_RUNS, runs));
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setUncaughtExceptionHandler((dead, cause) -> LOG.error("thread {} died", dead.getName(), cause));
            return thread;
        };
    }

    void resize(int runs) {
        int size = bounded(runs);
        // the order matters: the core must never be larger than the most
        if (size > workers.getMaximumPoolSize()) {
            workers.setMaximumPoolSize(size);
            workers.setCorePoolSize(size);
        } else {
            workers.setCorePoolSize(size);
            workers.setMaximumPoolSize(size);
        }
    }

    /**
     * Does something at once, and then each minute until closed, on a thread of its own: what blocks keeps nothing else.
     *
     * @param thread the thread's name
     * @return does more on the same thread, as soon as it is free
     */
    Executor everyMinute(String thread, Runnable task) {
        return every(Duration.ofSeconds(TICK_SECONDS), thread, task);
    }

    /** The same, with another pause. */
    Executor every(Duration pause, String thread, Runnable task) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(named(thread));
        AtomicReference<Throwable> fault = new AtomicReference<>();
        ScheduledFuture<?> turns =
                executor.scheduleWithFixedDelay(guarded(task, fault), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        schedules.add(new Schedule(thread, executor, turns, fault));
        return work -> {
            try {
                executor.execute(guarded(work, new AtomicReference<>()));
            } catch (RejectedExecutionException e) {
                LOG.debug("{} is closed: the next activation does it", thread);
            }
        };
    }

    /** A scheduled task that throws once is never run again. */
    private static Runnable guarded(Runnable task, AtomicReference<Throwable> fault) {
        return () -> {
            try {
                task.run();
                fault.set(null);
            } catch (ConnectorException e) {
                fault.set(null);
                LOG.warn("what is done each minute failed; it is done again", e);
            } catch (RuntimeException | LinkageError e) {
                fault.set(e);
                LOG.error("what is done now and then failed; it is done again", e);
            }
        };
    }

    /**
     * Returns when all that is done now and then still is.
     *
     * @throws IllegalStateException when not, or when its last turn fell over something that no retry mends
     */
    void requireAlive() {
        if (schedules.isEmpty() || workers.isShutdown()) {
            throw new IllegalStateException("replication does not work");
        }
        for (Schedule schedule : schedules) {
            Throwable fault = schedule.fault.get();
            if (schedule.turns.isDone() || fault != null) {
                throw new IllegalStateException(
                        schedule.thread + (fault == null ? " has no more turns" : " failed: " + fault), fault);
            }
        }
    }

    @Override
    public void execute(Runnable work) {
        workers.execute(work);
    }

    @Override
    public void pause(Duration length) throws InterruptedException {
        // ends early when the service goes away; whoever paused looks for that next
        boolean unused = closing.await(length.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        boolean unused = end();
    }

    /** Ends them all, then lets go of what they had in hand, unless one still works on it: it is nobody else's yet. */
    void closeAnd(Runnable letGo) {
        if (end()) {
            letGo.run();
        }
    }

    private boolean end() {
        closing.countDown();
        schedules.forEach(schedule -> schedule.executor.shutdownNow());
        workers.shutdown();
        try {
            if (workers.awaitTermination(endWithin.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            LOG.error("a run did not stop within {} s; its lease ends by itself", endWithin.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
