package io.github.migrationconnector.logbridges.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.admin.LoggerAdmin;
import org.osgi.service.log.admin.LoggerContext;

/** A log service that tells when it is asked to, and keeps all of it. */
final class FakeLogService implements LogReaderService, LoggerAdmin, LoggerContext {
    private final Deque<LogEntry> past = new ArrayDeque<>();
    private final Deque<LogEntry> underWay = new ArrayDeque<>();
    private final List<LogListener> listeners = new ArrayList<>();
    private final Map<String, LogLevel> levels = new HashMap<>();
    private Runnable beforeNextLevels = () -> {};

    /** Is in the past at once, and with listeners after {@link #deliver}. */
    void say(LogEntry entry) {
        past.addFirst(entry);
        underWay.addLast(entry);
    }

    void deliver() {
        while (!underWay.isEmpty()) {
            LogEntry entry = underWay.removeFirst();
            listeners.forEach(listener -> listener.logged(entry));
        }
    }

    /** Once, when levels are about to be set. */
    void beforeNextLevels(Runnable action) {
        beforeNextLevels = action;
    }

    @Override
    public void addLogListener(LogListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeLogListener(LogListener listener) {
        listeners.remove(listener);
    }

    @Override
    public Enumeration<LogEntry> getLog() {
        return Collections.enumeration(past);
    }

    @Override
    public LoggerContext getLoggerContext(String name) {
        if (name != null) {
            throw new UnsupportedOperationException("no bundle's own levels are set");
        }
        return this;
    }

    @Override
    public String getName() {
        return null;
    }

    @Override
    public LogLevel getEffectiveLogLevel(String name) {
        String ancestor = name;
        while (!levels.containsKey(ancestor) && ancestor.contains(".")) {
            ancestor = ancestor.substring(0, ancestor.lastIndexOf('.'));
        }
        return levels.getOrDefault(ancestor, levels.getOrDefault(Logger.ROOT_LOGGER_NAME, LogLevel.WARN));
    }

    @Override
    public Map<String, LogLevel> getLogLevels() {
        return new HashMap<>(levels);
    }

    @Override
    public void setLogLevels(Map<String, LogLevel> logLevels) {
        Runnable before = beforeNextLevels;
        beforeNextLevels = () -> {};
        before.run();
        levels.clear();
        levels.putAll(logLevels);
    }

    @Override
    public void clear() {
        levels.clear();
    }

    @Override
    public boolean isEmpty() {
        return levels.isEmpty();
    }
}
