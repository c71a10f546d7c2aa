package io.github.migrationconnector.aws.internal.connection;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsRole;
import java.time.Duration;
import java.time.InstantSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The connection settings, whichever bundle gives them, also while that bundle is being replaced; with the keys that calls
 * are signed with, which are the role's when one is to be assumed.
 */
@Component(service = AwaitedAwsConnection.class)
public final class AwaitedAwsConnection implements AwsConnection {
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final Awaited<AwsConnection> connection = new Awaited<>("AWS connection settings", AT_MOST);
    private final RoleSessions sessions;

    @Activate
    public AwaitedAwsConnection(@Reference RoleAssumer assumer) {
        this(assumer, InstantSource.system());
    }

    AwaitedAwsConnection(RoleAssumer assumer, InstantSource clock) {
        this.sessions = new RoleSessions(assumer, clock);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindConnection(AwsConnection arrived) {
        connection.arrive(arrived);
    }

    void unbindConnection(AwsConnection left) {
        connection.leave(left);
    }

    @Override
    public AwsEndpoints endpoints() {
        return connection.get().endpoints();
    }

    @Override
    public AwsKeys keys() {
        return sessions.keys(connection.get());
    }

    /** As it was entered, for who asks what {@link #keys()} come from. */
    @Override
    public AwsRole role() {
        return connection.get().role();
    }

    @Override
    public void refused(AwsKeys keys) {
        sessions.refused(keys);
    }
}
