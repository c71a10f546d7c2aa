package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether AWS takes the keys, and the role that they assume. */
@Component(service = HealthCheck.class)
public final class AwsAnswers implements HealthCheck {
    private final ConnectorHome home;
    private final Ports ports;

    @Activate
    public AwsAnswers(@Reference ConnectorHome home, @Reference Ports ports) {
        this.home = home;
        this.ports = ports;
    }

    @Override
    public CheckProfile profile() {
        return new CheckProfile("AWS", 10, Duration.ofMinutes(2));
    }

    @Override
    public CheckFinding look() {
        if (!home.settings().registered()) {
            return CheckFinding.notSetUp();
        }
        StoredConnections connections = home.connections();
        AwsIdentity identity = ports.awsCheck().check(connections.endpoints(), connections.keys(), connections.role());
        return CheckFinding.ok("HEALTH_AWS", "AWS takes the keys, as " + identity.arn() + ".", identity.arn());
    }
}
