package io.github.migrationconnector.aws.internal.check;

import io.github.migrationconnector.api.connection.AwsCheck;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.aws.internal.connection.GivenConnection;
import io.github.migrationconnector.aws.internal.connection.RoleAssumer;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import java.time.InstantSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Asks STS who keys belong to: it needs no permission, so it tells keys, clock and network apart from policies. */
@Component(service = AwsCheck.class)
public final class StsAwsCheck implements AwsCheck {
    private final RoleAssumer assumer;
    private final CallMeter meter;

    @Activate
    public StsAwsCheck(@Reference RoleAssumer assumer, @Reference CallMeter meter) {
        this.assumer = assumer;
        this.meter = meter;
    }

    @Override
    public AwsIdentity check(AwsEndpoints endpoints, AwsKeys keys, AwsRole role) {
        if (!role.isNone()) {
            // whose keys they are first: a wrong key must not read as a role that is refused
            check(endpoints, keys, AwsRole.NONE);
            return check(endpoints, assumer.assume(endpoints, keys, role).keys(), AwsRole.NONE);
        }
        try (AwsClients clients = new AwsClients(new GivenConnection(endpoints, keys), InstantSource.system(), meter)) {
            GetCallerIdentityResponse caller =
                    clients.sts("sts:GetCallerIdentity", sts -> sts.getCallerIdentity(request -> {}));
            return new AwsIdentity(caller.account(), caller.arn());
        }
    }
}
