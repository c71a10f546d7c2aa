package io.github.migrationconnector.access.internal.audit;

import io.github.migrationconnector.api.audit.AuditRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The records that were appended last, in memory: who follows the trail need not read its files again each time. */
final class FreshRecords {
    /** Half a megabyte at most, by the longest names that an event may have. */
    private static final int MOST = 256;

    private final Deque<AuditRecord> records = new ArrayDeque<>();

    synchronized void add(AuditRecord appended) {
        records.addLast(appended);
        if (records.size() > MOST) {
            records.removeFirst();
        }
    }

    /** Those behind a number, the oldest first; empty when some of them are no longer here. */
    synchronized Optional<List<AuditRecord>> after(long number, int most) {
        if (records.isEmpty() || records.getFirst().number() > number + 1) {
            return Optional.empty();
        }
        return Optional.of(records.stream()
                .filter(each -> each.number() > number)
                .limit(most)
                .toList());
    }
}
