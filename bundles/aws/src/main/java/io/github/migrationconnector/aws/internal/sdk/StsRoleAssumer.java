package io.github.migrationconnector.aws.internal.sdk;

import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.aws.internal.connection.GivenConnection;
import io.github.migrationconnector.aws.internal.connection.RoleAssumer;
import io.github.migrationconnector.aws.internal.connection.RoleSession;
import io.github.migrationconnector.aws.internal.failure.FailureKind;
import io.github.migrationconnector.aws.internal.failure.Problems;
import java.time.Duration;
import java.time.InstantSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/** Assumes roles by STS. */
@Component(service = RoleAssumer.class)
public final class StsRoleAssumer implements RoleAssumer {
    /** What every role allows, chained ones too (STS API reference, AssumeRole: DurationSeconds). */
    private static final Duration LASTS = Duration.ofHours(1);

    /** CloudTrail shows it as the caller's name. */
    private static final String SESSION_NAME = "server-migration-connector";

    private static final String ACTION = "sts:AssumeRole";

    private final CallMeter meter;

    @Activate
    public StsRoleAssumer(@Reference CallMeter meter) {
        this.meter = meter;
    }

    @Override
    public RoleSession assume(AwsEndpoints endpoints, AwsKeys keys, AwsRole role) {
        InstantSource clock = InstantSource.system();
        try (AwsClients clients = new AwsClients(new GivenConnection(endpoints, keys), clock, meter)) {
            Credentials made = clients.sts(ACTION, sts -> {
                try {
                    return sts.assumeRole(request -> request.roleArn(role.arn())
                                    .externalId(role.externalId().isEmpty() ? null : role.externalId())
                                    .roleSessionName(SESSION_NAME)
                                    .durationSeconds((int) LASTS.toSeconds()))
                            .credentials();
                } catch (StsException refused) {
                    throw SdkFailures.answer(ACTION, refused, clock.instant())
                            .filter(failure -> FailureKind.of(failure) == FailureKind.FORBIDDEN)
                            .<RuntimeException>map(failure ->
                                    Problems.roleRefused(role.arn(), failure).asException(refused))
                            .orElse(refused);
                }
            });
            return new RoleSession(
                    new AwsKeys(made.accessKeyId(), Secret.of(made.secretAccessKey()), Secret.of(made.sessionToken())),
                    LASTS);
        }
    }
}
