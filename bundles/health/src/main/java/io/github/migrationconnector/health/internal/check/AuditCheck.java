package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.audit.AuditVerification;
import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the audit trail is as it was written; reads the whole of it, so it is looked at once an hour. */
@Component(service = HealthCheck.class)
public final class AuditCheck implements HealthCheck {
    private final Neighbours neighbours;

    @Activate
    public AuditCheck(@Reference Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    @Override
    public CheckProfile profile() {
        return new CheckProfile("AUDIT", 120, Duration.ofMinutes(10));
    }

    @Override
    public CheckFinding look() {
        AuditVerification found = neighbours.audit().verify();
        return found.intact()
                ? CheckFinding.ok(
                        "HEALTH_AUDIT", "All " + found.records() + " records hold.", String.valueOf(found.records()))
                : CheckFinding.warning(
                        "AUDIT_TOUCHED",
                        found.file() + ", line " + found.line() + ": " + found.finding(),
                        "Find out who could write the home of the connector; keep a copy of audit/ as it is.");
    }
}
