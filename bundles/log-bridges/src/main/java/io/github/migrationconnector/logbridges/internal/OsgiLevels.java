package io.github.migrationconnector.logbridges.internal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.log.LogLevel;

/**
 * Lets the log service say what logback's levels ask for, and warnings where they ask for nothing: the root's level is meant
 * for what logs by logback, while the framework's parts tell each service that comes or goes at INFO.
 */
final class OsgiLevels implements LoggerContextListener {
    private static final LogLevel UNASKED = LogLevel.WARN;

    private final LoggerContext logback;
    private final org.osgi.service.log.admin.LoggerContext osgi;
    private final Map<String, LogLevel> before;
    private boolean following;

    OsgiLevels(LoggerContext logback, org.osgi.service.log.admin.LoggerContext osgi) {
        this.logback = logback;
        this.osgi = osgi;
        this.before = osgi.getLogLevels();
    }

    /** From now on, until {@link #leave}. */
    synchronized void follow() {
        following = true;
        logback.addListener(this);
        take();
    }

    /** Leaves the log service as it was. */
    synchronized void leave() {
        following = false;
        logback.removeListener(this);
        osgi.setLogLevels(before);
    }

    /** The parts of the framework say what they log unasked, events for instance, whatever the level. */
    boolean asksFor(String logger, LogLevel level) {
        return osgi.getEffectiveLogLevel(logger).implies(level);
    }

    /** One at a time: levels that were read before others changed must not be set after those. */
    private synchronized void take() {
        if (!following) {
            // the change was on its way when this left
            return;
        }
        Map<String, LogLevel> levels = new HashMap<>(before);
        levels.put(org.osgi.service.log.Logger.ROOT_LOGGER_NAME, UNASKED);
        for (Logger logger : logback.getLoggerList()) {
            if (logger.getLevel() != null && !logger.getName().equals(Logger.ROOT_LOGGER_NAME)) {
                levels.put(logger.getName(), like(logger.getLevel()));
            }
        }
        osgi.setLogLevels(levels);
    }

    /** OFF has no like: what is let through is stopped by logback itself. */
    private static LogLevel like(Level level) {
        return switch (level.toInt()) {
            case Level.ALL_INT, Level.TRACE_INT -> LogLevel.TRACE;
            case Level.DEBUG_INT -> LogLevel.DEBUG;
            case Level.INFO_INT -> LogLevel.INFO;
            case Level.WARN_INT -> LogLevel.WARN;
            default -> LogLevel.ERROR;
        };
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void onStart(LoggerContext context) {
        take();
    }

    @Override
    public void onReset(LoggerContext context) {
        take();
    }

    @Override
    public void onStop(LoggerContext context) {
        // nothing is logged any more
    }

    @Override
    public void onLevelChange(Logger logger, Level level) {
        take();
    }
}
