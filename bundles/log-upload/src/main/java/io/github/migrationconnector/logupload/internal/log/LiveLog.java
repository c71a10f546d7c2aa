package io.github.migrationconnector.logupload.internal.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.log.LogEntry;
import io.github.migrationconnector.api.log.LogLevel;
import io.github.migrationconnector.logging.redaction.Redactor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The newest of what is logged, in memory, for those who follow it. */
final class LiveLog {
    private static final int KEPT = 1000;
    private static final int LONGEST = 16 << 10;

    private final Redactor redactor = new Redactor();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Deque<Heard> kept = new ArrayDeque<>();
    private long latest;
    private boolean closed;

    private record Heard(long number, LogArea area, ILoggingEvent event) {}

    /**
     * Begins empty.
     *
     * @param first the number before the first: larger than any that an earlier one has given
     */
    LiveLog(long first) {
        this.latest = first;
    }

    void hear(LogArea area, ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        lock.lock();
        try {
            latest++;
            kept.addLast(new Heard(latest, area, event));
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long latest() {
        lock.lock();
        try {
            return latest;
        } finally {
            lock.unlock();
        }
    }

    List<LogEntry> after(long number, Duration wait) throws InterruptedException {
        List<Heard> found = new ArrayList<>();
        lock.lock();
        try {
            long left = wait.toNanos();
            while (latest <= number && left > 0 && !closed) {
                left = news.awaitNanos(left);
            }
            kept.stream().filter(heard -> heard.number() > number).forEach(found::add);
        } finally {
            lock.unlock();
        }
        return found.stream().map(this::entry).toList();
    }

    /** Lets everybody go who waits. */
    void close() {
        lock.lock();
        try {
            closed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private LogEntry entry(Heard heard) {
        ILoggingEvent event = heard.event();
        Map<String, String> context = event.getMDCPropertyMap();
        String error = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        return new LogEntry(
                heard.number(),
                Instant.ofEpochMilli(event.getTimeStamp()),
                LogLevel.valueOf(event.getLevel().toString()),
                heard.area(),
                event.getLoggerName(),
                clean(event.getThreadName()),
                clean(event.getFormattedMessage()),
                new LogEntry.Work(
                        clean(context.getOrDefault("run", "")),
                        clean(context.getOrDefault("job", "")),
                        clean(context.getOrDefault("vm", ""))),
                clean(error));
    }

    private String clean(String text) {
        String clean = redactor.redact(text.length() > 2 * LONGEST ? text.substring(0, 2 * LONGEST) : text);
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
    }

    /** How long to wait at most in one go. */
    static Duration bounded(Duration wait) {
        Duration most = Duration.ofSeconds(TimeUnit.MINUTES.toSeconds(1));
        return wait.compareTo(most) > 0 ? most : wait;
    }
}
