package io.github.migrationconnector.logbridges.internal;

import java.lang.reflect.Proxy;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;

/**
 * What a bundle of a name said.
 *
 * @param sequence the log service's number of it
 * @param time in milliseconds
 * @param logger null as well, by a log service that keeps to nothing
 * @param bundle the symbolic name; null for a bundle that has none
 */
record FakeEntry(
        long sequence, long time, String logger, String bundle, LogLevel level, String message, Throwable error)
        implements LogEntry {
    static final String THREAD = "who-said-it";

    static FakeEntry of(long sequence, LogLevel level, String message) {
        return new FakeEntry(sequence, sequence, "some.logger", "some.bundle", level, message, null);
    }

    @Override
    public Bundle getBundle() {
        return (Bundle) Proxy.newProxyInstance(
                Bundle.class.getClassLoader(), new Class<?>[] {Bundle.class}, (proxy, called, arguments) -> {
                    if (!called.getName().equals("getSymbolicName")) {
                        throw new UnsupportedOperationException(called.getName());
                    }
                    return bundle;
                });
    }

    @Override
    @SuppressWarnings("deprecation") // of the interface
    public int getLevel() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ServiceReference<?> getServiceReference() {
        throw new UnsupportedOperationException();
    }

    @Override
    public StackTraceElement getLocation() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public Throwable getException() {
        return error;
    }

    @Override
    public long getTime() {
        return time;
    }

    @Override
    public LogLevel getLogLevel() {
        return level;
    }

    @Override
    public String getLoggerName() {
        return logger;
    }

    @Override
    public long getSequence() {
        return sequence;
    }

    @Override
    public String getThreadInfo() {
        return THREAD;
    }
}
