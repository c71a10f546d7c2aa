package io.github.migrationconnector.logbridges.internal;

import ch.qos.logback.classic.LoggerContext;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.osgi.service.log.LogEntry;

/**
 * Which entries were told. Kept by logback, which outlives this bundle: one that is started anew finds in the log service's past
 * what its forerunner told. All that is kept are classes of the JDK, so that no class of a forerunner is held.
 */
final class ToldEntries {
    private static final String KEY = "io.github.migrationconnector.logbridges.told";

    /** More than the log service keeps, which are 100 (org.apache.felix.log.maxSize). */
    private static final int LIMIT = 1000;

    private final Set<String> told;

    private ToldEntries(Set<String> told) {
        this.told = told;
    }

    @SuppressWarnings("unchecked") // by this class alone it is put there
    static ToldEntries of(LoggerContext logback) {
        Object kept = logback.getObject(KEY);
        return new ToldEntries(kept == null ? new LinkedHashSet<>() : (Set<String>) kept);
    }

    /** At the end, since whatever logback keeps is taken away when it is set up anew. */
    void leaveTo(LoggerContext logback) {
        logback.putObject(KEY, told);
    }

    /** True once for each entry. */
    boolean isNew(LogEntry entry) {
        synchronized (told) {
            // the numbers begin anew with the log service
            boolean added = told.add(entry.getSequence() + " " + entry.getTime());
            if (told.size() > LIMIT) {
                Iterator<String> oldest = told.iterator();
                oldest.next();
                oldest.remove();
            }
            return added;
        }
    }
}
