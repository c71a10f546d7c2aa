package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.api.problem.ConnectorException;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether vCenter's user may do what a run needs, in one datacenter at least. */
@Component(service = HealthCheck.class)
public final class VcenterPrivileges implements HealthCheck {
    private final ConnectorHome home;
    private final Ports ports;

    @Activate
    public VcenterPrivileges(@Reference ConnectorHome home, @Reference Ports ports) {
        this.home = home;
        this.ports = ports;
    }

    @Override
    public CheckProfile profile() {
        return new CheckProfile("VCENTER_PRIVILEGES", 10, Duration.ofMinutes(2));
    }

    @Override
    public CheckFinding look() {
        if (!home.settings().registered()) {
            return CheckFinding.notSetUp();
        }
        try {
            return PrivilegeWords.suffice(ports.vcenterWatch().examine())
                    ? CheckFinding.ok("HEALTH_PRIVILEGES", "Its user has all the privileges that a run needs.")
                    : CheckFinding.failing(
                            "VCENTER_PRIVILEGES_MISSING",
                            "In no datacenter has vCenter's user all the privileges that a run needs.",
                            "Give it " + PrivilegeWords.needed() + " on the datacenter, with propagation.");
        } catch (ConnectorException silent) {
            // that vCenter does not answer is told once, by the check that is about that
            return CheckFinding.unknown(
                    "HEALTH_VCENTER_SILENT",
                    "vCenter can't be asked now: " + silent.problem().message(),
                    silent.problem().message());
        }
    }
}
