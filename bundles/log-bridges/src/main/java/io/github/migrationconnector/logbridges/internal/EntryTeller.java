package io.github.migrationconnector.logbridges.internal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;

/** Writes entries of the log service into the log, each once, with the time and the thread of who said it. */
final class EntryTeller implements LogListener {
    /** The logger of the older methods, which take no name (OSGi Compendium 8, 101.3). */
    private static final String NO_NAME = "LogService";

    /** The loggers of those who give no name of their own: the older methods', and a bundle's root. */
    private static final Set<String> NAMELESS = Set.of(NO_NAME, org.osgi.service.log.Logger.ROOT_LOGGER_NAME);

    private final LoggerContext logback;
    private final OsgiLevels levels;
    private final ToldEntries told;

    EntryTeller(LoggerContext logback, OsgiLevels levels) {
        this.logback = logback;
        this.levels = levels;
        this.told = ToldEntries.of(logback);
    }

    /** One that can't be told is said to be so, and keeps no other from being told. */
    @Override
    public synchronized void logged(LogEntry entry) {
        try {
            tell(entry);
        } catch (RuntimeException | LinkageError e) {
            // by the error in it, which is asked for its message: its bundle's own code, which may be gone
            logback.getLogger(EntryTeller.class)
                    .warn("an entry of the log service, by {}, can't be told", entry.getLoggerName(), e);
        }
    }

    /** Lets the next one, in this bundle started anew, know what was told. */
    void leave() {
        told.leaveTo(logback);
    }

    private void tell(LogEntry entry) {
        String name = entry.getLoggerName() == null ? NO_NAME : entry.getLoggerName();
        if (levels.asksFor(name, entry.getLogLevel()) && told.isNew(entry)) {
            Logger logger = logback.getLogger(known(name, entry.getBundle()));
            Level level = level(entry.getLogLevel());
            if (logger.isEnabledFor(level)) {
                logger.callAppenders(event(logger, level, entry));
            }
        }
    }

    /** Not by the logger's own methods: they take the time of now and this thread. */
    private static LoggingEvent event(Logger logger, Level level, LogEntry entry) {
        String message = entry.getMessage() == null ? "" : entry.getMessage();
        LoggingEvent event =
                new LoggingEvent(EntryTeller.class.getName(), logger, level, message, entry.getException(), null);
        event.setTimeStamp(entry.getTime());
        event.setThreadName(entry.getThreadInfo());
        // the context is that of the thread here, not of the one that said it
        event.setMDCPropertyMap(Map.of());
        return event;
    }

    /** Who gives no name is known by the bundle, whose name is that of the area too; an old bundle may have none. */
    private static String known(String name, Bundle bundle) {
        return NAMELESS.contains(name) && bundle != null && bundle.getSymbolicName() != null
                ? bundle.getSymbolicName()
                : name;
    }

    private static Level level(LogLevel level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case AUDIT, INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }
}
