package io.github.migrationconnector.logging.internal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.slf4j.Marker;

/** Lets libraries that write whole requests and answers below INFO write none, whatever their level is set to. */
public final class PayloadFilter extends TurboFilter {
    private static final List<String> TALKATIVE = List.of(
            "com.vmware",
            "software.amazon.awssdk",
            "io.netty",
            "org.apache.http",
            "org.eclipse.jetty",
            "com.jcraft.jsch",
            "org.postgresql",
            "org.jdbi");

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable error) {
        return !level.isGreaterOrEqual(Level.INFO) && isTalkative(logger.getName())
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    private static boolean isTalkative(String name) {
        return TALKATIVE.stream().anyMatch(prefix -> name.startsWith(prefix));
    }
}
