package io.github.migrationconnector.httpapi.internal.resource;

import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Every operation of the API. A test holds this list and openapi.json together. */
public final class Operations {
    private static final String DOCUMENT = "/io/github/migrationconnector/httpapi/openapi.json";

    private Operations() {}

    public static List<Route> of(Services services, Framework framework, Verifications verifications) {
        StatusResource status = new StatusResource(services, framework);
        SetupResource setup = new SetupResource(services);
        EstateResource estate = new EstateResource(services);
        AwsResource aws = new AwsResource(services);
        JobResource jobs = new JobResource(services);
        VerificationResource verification = new VerificationResource(services, verifications);
        ApiResponse document = ApiResponse.ok(Json.readObject(document()));
        return List.of(
                new Route("GET", "/openapi.json", Role.VIEWER, request -> document),
                new Route("GET", "/status", Role.VIEWER, status::status),
                new Route("POST", "/setup", Role.ADMIN, setup::setUp),
                new Route("GET", "/aws/regions", Role.VIEWER, aws::regions),
                new Route("GET", "/aws/permissions", Role.VIEWER, aws::permissions),
                new Route("GET", "/inventory", Role.VIEWER, estate::inventory),
                new Route("GET", "/preflight", Role.VIEWER, estate::preflightByQuery),
                new Route("GET", "/preflight/{vm}", Role.VIEWER, estate::preflight),
                new Route("GET", "/jobs", Role.VIEWER, jobs::list),
                new Route("POST", "/jobs", Role.OPERATOR, jobs::create),
                new Route("GET", "/jobs/{id}", Role.VIEWER, jobs::show),
                new Route("DELETE", "/jobs/{id}", Role.OPERATOR, jobs::delete),
                new Route("GET", "/jobs/{id}/runs", Role.VIEWER, jobs::runs),
                new Route("POST", "/jobs/{id}/runs", Role.OPERATOR, jobs::start),
                new Route("GET", "/runs/{id}", Role.VIEWER, jobs::run),
                new Route("POST", "/runs/{id}/cancel", Role.OPERATOR, jobs::cancel),
                new Route("POST", "/runs/{id}/verify", Role.OPERATOR, verification::verifyRun),
                new Route("POST", "/verifications", Role.OPERATOR, verification::verifySnapshot),
                new Route("GET", "/verifications/{id}", Role.VIEWER, verification::show));
    }

    private static byte[] document() {
        try (InputStream in = Operations.class.getResourceAsStream(DOCUMENT)) {
            if (in == null) {
                throw new IllegalStateException(DOCUMENT + " is missing in this bundle");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
