package io.github.migrationconnector.logupload.internal.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.log.LogLevel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is reached of logback: which loggers belong to an area, their levels, and ears beside the areas' appenders. */
final class Backend implements AutoCloseable {
    /** Of all our classes; those that no other area has are the area CONNECTOR. */
    static final String OURS = "io.github.migrationconnector";

    private final LoggerContext context;
    private final Map<Logger, Optional<Level>> shipped = new LinkedHashMap<>();
    private final Map<Logger, Ear> ears = new LinkedHashMap<>();

    Backend(LoggerContext context) {
        this.context = context;
    }

    /** Lets a live log hear all areas. */
    synchronized void listen(LiveLog live) {
        for (LogArea area : LogArea.values()) {
            for (Logger logger : writers(area)) {
                Ear ear = new Ear(area, live);
                ear.setContext(context);
                ear.start();
                logger.addAppender(ear);
                ears.put(logger, ear);
            }
        }
    }

    LogLevel level(LogArea area) {
        return word(loggers(area).get(0).getEffectiveLevel());
    }

    LogLevel level(String logger) {
        return word(context.getLogger(logger).getEffectiveLevel());
    }

    /** Sets some levels; all others are as they were shipped. */
    synchronized void apply(Map<String, LogLevel> chosen) {
        restore();
        // first each area as it is, since all are below the one that holds the rest
        Map<LogArea, LogLevel> areas = new LinkedHashMap<>();
        for (LogArea area : LogArea.values()) {
            areas.put(area, chosen.getOrDefault(area.word(), level(area)));
        }
        areas.forEach((area, level) -> loggers(area).forEach(logger -> set(logger, level)));
        chosen.forEach((name, level) -> {
            if (LogArea.of(name).isEmpty()) {
                set(context.getLogger(name), level);
            }
        });
    }

    private void set(Logger logger, LogLevel level) {
        shipped.putIfAbsent(logger, Optional.ofNullable(logger.getLevel()));
        logger.setLevel(Level.toLevel(level.name()));
    }

    private void restore() {
        shipped.forEach((logger, level) -> logger.setLevel(level.orElse(null)));
        shipped.clear();
    }

    private List<Logger> loggers(LogArea area) {
        List<Logger> found = area == LogArea.CONNECTOR ? List.of() : writers(area);
        return found.isEmpty() ? List.of(context.getLogger(OURS)) : found;
    }

    /** The loggers that an area's appender is at. */
    private List<Logger> writers(LogArea area) {
        List<Logger> found = new ArrayList<>();
        for (Logger logger : context.getLoggerList()) {
            Iterator<Appender<ILoggingEvent>> appenders = logger.iteratorForAppenders();
            while (appenders.hasNext()) {
                if (area.word().equals(appenders.next().getName())) {
                    found.add(logger);
                }
            }
        }
        return found;
    }

    private static LogLevel word(Level level) {
        return level.toInt() <= Level.TRACE_INT
                ? LogLevel.TRACE
                : level.isGreaterOrEqual(Level.ERROR) ? LogLevel.ERROR : LogLevel.valueOf(level.toString());
    }

    /** Leaves logback as it was. */
    @Override
    public synchronized void close() {
        restore();
        ears.forEach((logger, ear) -> {
            logger.detachAppender(ear);
            ear.stop();
        });
        ears.clear();
    }
}
