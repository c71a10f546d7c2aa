package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditAnchor;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.audit.AuditVerification;
import java.util.ArrayList;
import java.util.List;

/** Keeps the trail in memory; can be told to fail. */
final class ListedAudit implements Audit {
    final List<AuditEvent> events = new ArrayList<>();
    boolean fails;

    /** How things ended, as {@code who action target RESULT}. */
    List<String> said() {
        return all().stream().filter(line -> !line.endsWith(" BEGUN")).toList();
    }

    /** Also that they begin. */
    List<String> all() {
        return events.stream()
                .map(event -> event.who() + " " + event.action() + " " + event.target() + " " + event.result())
                .toList();
    }

    @Override
    public synchronized void append(AuditEvent event) {
        if (fails) {
            throw new IllegalStateException("planted: the trail can't be written");
        }
        events.add(event);
    }

    @Override
    public List<AuditRecord> newestBefore(long before, int most) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AuditVerification verify(AuditAnchor noted) {
        throw new UnsupportedOperationException();
    }
}
