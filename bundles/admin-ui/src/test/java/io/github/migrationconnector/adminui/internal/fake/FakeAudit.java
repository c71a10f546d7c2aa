package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditAnchor;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.audit.AuditVerification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A trail in memory; one record a minute. */
public final class FakeAudit implements Audit {
    public static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    public final List<AuditRecord> records = new ArrayList<>();
    public boolean touched;

    @Override
    public void append(AuditEvent event) {
        int number = records.size() + 1;
        records.add(new AuditRecord(number, BEGIN.plusSeconds(60L * number), event));
    }

    @Override
    public List<AuditRecord> newestBefore(long before, int most) {
        return records.stream()
                .filter(record -> record.number() < before)
                .sorted(Comparator.comparingLong(AuditRecord::number).reversed())
                .limit(most)
                .toList();
    }

    @Override
    public AuditVerification verify(AuditAnchor noted) {
        return touched
                ? new AuditVerification(3, false, "audit.log", 4, "It was <changed>.", AuditAnchor.NONE)
                : new AuditVerification(
                        records.size(), true, "", 0, "", new AuditAnchor(records.size() + 1L, "a".repeat(64)));
    }
}
