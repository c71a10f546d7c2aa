package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.api.trust.TrustReport;
import io.github.migrationconnector.api.trust.TrustState;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether vCenter shows what is trusted, and answers. Nothing is sent to it while it shows something else. */
@Component(service = HealthCheck.class)
public final class VcenterAnswers implements HealthCheck {
    private final ConnectorHome home;
    private final Ports ports;
    private final TrustKeeper trust;

    @Activate
    public VcenterAnswers(@Reference ConnectorHome home, @Reference Ports ports, @Reference TrustKeeper trust) {
        this.home = home;
        this.ports = ports;
        this.trust = trust;
    }

    @Override
    public CheckProfile profile() {
        return new CheckProfile("VCENTER", 1, Duration.ofMinutes(2));
    }

    @Override
    public CheckFinding look() {
        if (!home.settings().registered()) {
            return CheckFinding.notSetUp();
        }
        Optional<TrustReport> report = trust.watch();
        if (report.isPresent() && report.get().state() != TrustState.TRUSTED) {
            TrustReport changed = report.get();
            return CheckFinding.failing(
                    "VCENTER_CERTIFICATE_CHANGED",
                    changed.server() + ": " + changed.why() + " Nothing is sent to it; work waits.",
                    TrustWords.fix(changed.state()) + " (connector trust show; connector trust accept)");
        }
        ports.vcenterWatch().greet();
        return CheckFinding.ok(
                "HEALTH_VCENTER",
                home.connections().endpoint().server() + " shows what is trusted, and answers.",
                home.connections().endpoint().server().toString());
    }
}
