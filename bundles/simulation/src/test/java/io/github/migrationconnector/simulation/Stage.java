package io.github.migrationconnector.simulation;

import io.github.migrationconnector.replication.internal.supervisor.Pauses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The simulated time. It stands still while anybody works, and is moved on when all that is left is to wait. */
final class Stage extends Clock implements Pauses {
    private static final long LONGEST_WORK_SECONDS = 300;

    private final List<Sleeper> sleepers = new ArrayList<>();
    private Instant now;
    private int busy;

    Stage(Instant start) {
        this.now = start;
    }

    private static final class Sleeper {
        private final Instant until;
        private boolean woken;

        private Sleeper(Instant until) {
            this.until = until;
        }
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("nobody needs another zone");
    }

    /** Somebody has begun to work. */
    synchronized void enter() {
        busy++;
    }

    /** Somebody has ended working. */
    synchronized void leave() {
        busy--;
        notifyAll();
    }

    /** Waits for the simulated time; the waiter is no worker meanwhile. */
    @Override
    public synchronized void pause(Duration length) throws InterruptedException {
        Sleeper sleeper = new Sleeper(now.plus(length));
        sleepers.add(sleeper);
        leave();
        try {
            while (!sleeper.woken) {
                wait();
            }
        } finally {
            sleepers.remove(sleeper);
            // who wakes a sleeper counts it as a worker, lest time goes on before it has begun
            if (!sleeper.woken) {
                busy++;
            }
        }
    }

    /** When the first of those who wait goes on. */
    synchronized Optional<Instant> nextWaking() {
        return sleepers.stream()
                .filter(sleeper -> !sleeper.woken)
                .map(sleeper -> sleeper.until)
                .min(Instant::compareTo);
    }

    /** Moves the time on, and wakes those whose time has come. */
    synchronized void moveTo(Instant time) {
        now = time;
        for (Sleeper sleeper : sleepers) {
            if (!sleeper.woken && !sleeper.until.isAfter(now)) {
                sleeper.woken = true;
                busy++;
            }
        }
        notifyAll();
    }

    /** Waits, by the real clock, until nobody works. */
    synchronized void awaitRest() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WORK_SECONDS);
        while (busy > 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                StringBuilder stacks = new StringBuilder();
                Thread.getAllStackTraces().forEach((thread, stack) -> {
                    if (thread.getName().startsWith("run-")) {
                        stacks.append(thread.getName()).append('\n');
                        for (StackTraceElement element : stack) {
                            stacks.append("    ").append(element).append('\n');
                        }
                    }
                });
                throw new AssertionError("a run worked for more than " + LONGEST_WORK_SECONDS + " s:\n" + stacks);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
