package io.github.migrationconnector.aws.internal.sdk;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Who the keys belong to: the call of STS that needs no permission. */
public final class CallerIdentity {
    private CallerIdentity() {}

    /** A signature by a wrong clock is refused once; the SDK then goes by AWS's. */
    public static GetCallerIdentityResponse ask(AwsClients clients) {
        try {
            return once(clients);
        } catch (ConnectorException failure) {
            if (!failure.problem().code().equals("AWS_CLOCK_SKEW")
                    || failure.problem().retry() != Retry.SOON) {
                throw failure;
            }
            return once(clients);
        }
    }

    private static GetCallerIdentityResponse once(AwsClients clients) {
        return clients.sts("sts:GetCallerIdentity", sts -> sts.getCallerIdentity(request -> {}));
    }
}
