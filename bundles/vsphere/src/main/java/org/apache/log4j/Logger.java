package org.apache.log4j;

import org.slf4j.LoggerFactory;

/**
 * What yavijava logs through, in the place of log4j 1, which is not to be had any more. Below INFO yavijava writes whole
 * requests, the one with vCenter's password among them: so those levels are off here, and nothing can set them on.
 */
public final class Logger {
    private final org.slf4j.Logger target;

    private Logger(org.slf4j.Logger target) {
        this.target = target;
    }

    public static Logger getLogger(Class<?> type) {
        return new Logger(LoggerFactory.getLogger(type));
    }

    public boolean isTraceEnabled() {
        return false;
    }

    public boolean isDebugEnabled() {
        return false;
    }

    public void trace(Object message) {
        // never
    }

    public void trace(Object message, Throwable cause) {
        // never
    }

    public void debug(Object message) {
        // never
    }

    public void debug(Object message, Throwable cause) {
        // never
    }

    public void info(Object message) {
        target.info("{}", message);
    }

    public void info(Object message, Throwable cause) {
        target.info("{}", message, cause);
    }

    public void warn(Object message) {
        target.warn("{}", message);
    }

    public void warn(Object message, Throwable cause) {
        target.warn("{}", message, cause);
    }

    public void error(Object message) {
        target.error("{}", message);
    }

    public void error(Object message, Throwable cause) {
        target.error("{}", message, cause);
    }
}
