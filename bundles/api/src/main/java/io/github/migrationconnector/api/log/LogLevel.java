package io.github.migrationconnector.api.log;

/** How much something matters, most first. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    /** Whether what has this level is written where another one is set. */
    public boolean matters(LogLevel set) {
        return compareTo(set) <= 0;
    }
}
