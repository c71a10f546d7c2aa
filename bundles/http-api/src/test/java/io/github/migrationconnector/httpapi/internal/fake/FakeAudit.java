package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditAnchor;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.audit.AuditVerification;
import io.github.migrationconnector.api.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A trail in memory. */
public final class FakeAudit implements Audit {
    public final List<AuditEvent> events = Collections.synchronizedList(new ArrayList<>());
    public volatile boolean touched;
    public volatile boolean unwritable;

    @Override
    public synchronized void append(AuditEvent event) {
        if (unwritable) {
            throw Problem.passing("AUDIT_UNWRITABLE", "the disk is full", "Free some space.")
                    .asException();
        }
        events.add(event);
    }

    @Override
    public synchronized List<AuditRecord> newestBefore(long before, int most) {
        List<AuditRecord> page = new ArrayList<>();
        for (int number = events.size(); number >= 1 && page.size() < most; number--) {
            if (number < before) {
                page.add(new AuditRecord(number, Instant.ofEpochSecond(number), events.get(number - 1)));
            }
        }
        return page;
    }

    @Override
    public synchronized AuditVerification verify(AuditAnchor noted) {
        return touched
                ? new AuditVerification(2, false, "audit-00000001.jsonl", 4, "the line was changed", AuditAnchor.NONE)
                : new AuditVerification(
                        events.size(), true, "", 0, "", new AuditAnchor(events.size() + 1L, "a".repeat(64)));
    }
}
