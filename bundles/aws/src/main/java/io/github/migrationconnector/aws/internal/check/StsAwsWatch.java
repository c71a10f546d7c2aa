package io.github.migrationconnector.aws.internal.check;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsWatch;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.connection.AwaitedAwsConnection;
import io.github.migrationconnector.aws.internal.connection.GivenConnection;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import io.github.migrationconnector.aws.internal.sdk.CallerIdentity;
import io.github.migrationconnector.aws.internal.sdk.ClockDifference;
import java.time.Duration;
import java.time.InstantSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Goes by what STS answers, over clients of its own: what one call finds out about the clock is not mixed with others'. */
@Component(service = AwsWatch.class)
public final class StsAwsWatch implements AwsWatch {
    private final AwsConnection inForce;
    private final InstantSource clock;
    private final CallMeter meter;

    @Activate
    public StsAwsWatch(@Reference AwaitedAwsConnection inForce, @Reference CallMeter meter) {
        this(inForce, InstantSource.system(), meter);
    }

    StsAwsWatch(AwsConnection inForce, InstantSource clock, CallMeter meter) {
        this.inForce = inForce;
        this.clock = clock;
        this.meter = meter;
    }

    @Override
    public Duration clockOffset() {
        try (AwsClients clients =
                new AwsClients(new GivenConnection(inForce.endpoints(), inForce.keys()), clock, meter)) {
            return ClockDifference.of(CallerIdentity.ask(clients), clock.instant())
                    .orElseThrow(() -> Problem.fatal(
                                    "AWS_TIMELESS",
                                    "AWS's answer has no date.",
                                    "Look at what stands between the connector and AWS: a proxy may take headers away.")
                            .asException());
        }
    }
}
