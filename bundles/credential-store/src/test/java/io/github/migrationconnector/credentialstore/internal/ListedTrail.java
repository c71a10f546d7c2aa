package io.github.migrationconnector.credentialstore.internal;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditAnchor;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.audit.AuditVerification;
import io.github.migrationconnector.api.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** A trail that is kept in a list, and has room for so many records. */
final class ListedTrail implements Audit {
    private final List<AuditEvent> events = new ArrayList<>();
    private int room = Integer.MAX_VALUE;

    /** Takes so many records more, then refuses as on a full disk. */
    void roomFor(int records) {
        room = records;
    }

    List<String> lines() {
        return events.stream()
                .map(event -> event.who() + " " + event.action() + " " + event.target() + " " + event.result())
                .toList();
    }

    @Override
    public void append(AuditEvent event) {
        if (room == 0) {
            throw Problem.fatal("AUDIT_UNWRITABLE", "The audit trail can't be written.", "Make room.")
                    .asException();
        }
        room--;
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
