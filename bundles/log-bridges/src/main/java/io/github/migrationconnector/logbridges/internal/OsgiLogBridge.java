package io.github.migrationconnector.logbridges.internal;

import ch.qos.logback.classic.LoggerContext;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogReaderService;
import org.osgi.service.log.admin.LoggerAdmin;
import org.slf4j.LoggerFactory;

/**
 * Brings what is said to OSGi's log service into the log: that a component can't be activated, what Config Admin stumbles over,
 * errors of the framework. What was said before this was there, or while it was gone, is told too, as far as the log service
 * still has it.
 */
@Component(
        immediate = true,
        service = {})
public final class OsgiLogBridge {
    private final LogReaderService reader;
    private final OsgiLevels levels;
    private final EntryTeller teller;

    @Activate
    public OsgiLogBridge(@Reference LogReaderService reader, @Reference LoggerAdmin admin) {
        this(reader, admin, (LoggerContext) LoggerFactory.getILoggerFactory());
    }

    OsgiLogBridge(LogReaderService reader, LoggerAdmin admin, LoggerContext logback) {
        this.reader = reader;
        this.levels = new OsgiLevels(logback, admin.getLoggerContext(null));
        this.teller = new EntryTeller(logback, levels);
        levels.follow();
        // in this order nothing falls between the two
        reader.addLogListener(teller);
        tellThePast();
    }

    @Deactivate
    void close() {
        reader.removeLogListener(teller);
        // what was on its way to the listener
        tellThePast();
        teller.leave();
        levels.leave();
    }

    private void tellThePast() {
        // it comes with the youngest first
        Deque<LogEntry> past = new ArrayDeque<>();
        Collections.list(reader.getLog()).forEach(past::addFirst);
        past.forEach(teller::logged);
    }
}
