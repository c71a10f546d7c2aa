package io.github.migrationconnector.aws.internal.permission;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connectivity.ReachedEndpoint;
import io.github.migrationconnector.api.connectivity.ReachedEndpoints;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.aws.internal.connection.AwaitedAwsConnection;
import io.github.migrationconnector.aws.internal.connection.Place;
import io.github.migrationconnector.aws.internal.http.Endpoint;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The endpoints of AWS that the connector calls. */
@Component(service = ReachedEndpoints.class)
public final class AwsReachedEndpoints implements ReachedEndpoints {
    private static final List<String> SERVICES = List.of("sts", "ec2", "ebs");
    private static final String NOT_SET_UP = "AWS_NOT_SET_UP";

    private final AwsConnection connection;
    private final CallMeter meter;

    @Activate
    public AwsReachedEndpoints(@Reference AwaitedAwsConnection connection, @Reference CallMeter meter) {
        this.connection = connection;
        this.meter = meter;
    }

    @Override
    public List<ReachedEndpoint> endpoints() {
        try {
            AwsEndpoints settings = connection.endpoints();
            Place place = Place.of(settings);
            return SERVICES.stream().map(service -> reached(place, service)).toList();
        } catch (ConnectorException failure) {
            if (failure.problem().code().equals(NOT_SET_UP)) {
                return List.of();
            }
            throw failure;
        }
    }

    private ReachedEndpoint reached(Place place, String service) {
        Endpoint endpoint = place.endpoint(service);
        return new ReachedEndpoint(
                "AWS " + service.toUpperCase(Locale.ROOT),
                endpoint.address(),
                endpoint.port(),
                endpoint.proxy(),
                new AwsPeer(connection, meter, service, place.authorities()));
    }
}
