package io.github.migrationconnector.aws.internal.connection;

import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.http.Authorities;
import io.github.migrationconnector.aws.internal.http.Endpoint;
import java.net.URI;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * Where AWS is, with the authorities' file as it is now. Equal places need no new connections.
 *
 * @param endpoints region and URLs
 * @param authorities whom to trust
 */
public record Place(AwsEndpoints endpoints, Authorities authorities) {
    /** The place that the settings name. */
    public static Place of(AwsEndpoints endpoints) {
        return new Place(endpoints, Authorities.of(endpoints.caBundle()));
    }

    public String region() {
        return endpoints.region();
    }

    /**
     * A service's URL: the one that was given, or the region's own.
     *
     * @param service its endpoint prefix, such as {@code ec2}
     */
    public URI url(String service) {
        String given = endpoints.endpoints().get(service);
        if (given == null) {
            URI host = ServiceMetadata.of(service).endpointFor(Region.of(region()));
            return URI.create("https://" + host);
        }
        try {
            URI url = URI.create(given);
            Endpoint.of(url, authorities);
            return url;
        } catch (IllegalArgumentException e) {
            throw Problem.fatal(
                            "AWS_ENDPOINT_INVALID",
                            "The endpoint of " + service + " is not an https URL of a host: " + given + ".",
                            "Write it as https://HOST or https://HOST:PORT.")
                    .asException(e);
        }
    }

    /** The same for the data path. */
    public Endpoint endpoint(String service) {
        return Endpoint.of(url(service), authorities, endpoints.proxy());
    }
}
