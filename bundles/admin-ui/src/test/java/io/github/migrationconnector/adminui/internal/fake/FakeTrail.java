package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditAnchor;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.audit.AuditVerification;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what is written down: {@code who action target result}. */
public final class FakeTrail implements Audit {
    public final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void append(AuditEvent event) {
        lines.add(event.who() + " " + event.action() + " " + event.target() + " " + event.result());
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
