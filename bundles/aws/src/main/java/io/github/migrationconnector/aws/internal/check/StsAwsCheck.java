package io.github.migrationconnector.aws.internal.check;

import io.github.migrationconnector.api.connection.AwsCheck;
import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import java.time.InstantSource;
import org.osgi.service.component.annotations.Component;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Asks STS who keys belong to: it needs no permission, so it tells keys, clock and network apart from policies. */
@Component(service = AwsCheck.class)
public final class StsAwsCheck implements AwsCheck {
    @Override
    public AwsIdentity check(AwsEndpoints endpoints, AwsKeys keys) {
        try (AwsClients clients = new AwsClients(new Given(endpoints, keys), InstantSource.system())) {
            GetCallerIdentityResponse caller =
                    clients.sts("sts:GetCallerIdentity", sts -> sts.getCallerIdentity(request -> {}));
            return new AwsIdentity(caller.account(), caller.arn());
        }
    }

    /** Settings that are not in force yet. */
    private record Given(AwsEndpoints endpoints, AwsKeys keys) implements AwsConnection {}
}
