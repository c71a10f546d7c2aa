package io.github.migrationconnector.aws.internal.connection;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import java.time.Duration;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The connection settings, whichever bundle gives them, also while that bundle is being replaced. */
@Component(service = AwaitedAwsConnection.class)
public final class AwaitedAwsConnection implements AwsConnection {
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final Awaited<AwsConnection> connection = new Awaited<>("AWS connection settings", AT_MOST);

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
        return connection.get().keys();
    }
}
