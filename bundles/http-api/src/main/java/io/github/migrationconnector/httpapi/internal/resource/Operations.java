package io.github.migrationconnector.httpapi.internal.resource;

import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Every operation of the API but the stream of events, downloads and uploads, which have servlets of their own. A test holds this
 * list and openapi.json together.
 */
public final class Operations {
    private static final String DOCUMENT = "/io/github/migrationconnector/httpapi/openapi.json";

    private Operations() {}

    /** How the plan of an uploaded release file is told. */
    public static ApiResponse planned(UpgradePlan plan) {
        return ApiResponse.ok(UpgradeViews.of(plan));
    }

    public static List<Route> of(Services services, Framework framework, Verifications verifications) {
        StatusResource status = new StatusResource(services, framework);
        SetupResource setup = new SetupResource(services);
        EstateResource estate = new EstateResource(services);
        AwsResource aws = new AwsResource(services);
        ConnectivityResource connectivity = new ConnectivityResource(services);
        VerificationResource verification = new VerificationResource(services, verifications);
        ApiResponse document = ApiResponse.ok(Json.readObject(document()));
        List<Route> routes = new ArrayList<>(List.of(
                new Route("GET", "/openapi.json", Role.VIEWER, request -> document),
                new Route("GET", "/status", Role.VIEWER, status::status),
                new Route("POST", "/setup", Role.ADMIN, "setup.apply", setup::setUp),
                new Route("GET", "/aws/regions", Role.VIEWER, aws::regions),
                new Route("GET", "/aws/permissions", Role.VIEWER, aws::permissions),
                new Route("GET", "/connectivity", Role.VIEWER, connectivity::walk),
                new Route("GET", "/inventory", Role.VIEWER, estate::inventory),
                new Route("GET", "/preflight", Role.VIEWER, estate::preflightByQuery),
                new Route("GET", "/preflight/{vm}", Role.VIEWER, estate::preflight),
                new Route("POST", "/runs/{id}/verify", Role.OPERATOR, "run.verify", verification::verifyRun),
                new Route("POST", "/verifications", Role.OPERATOR, "snapshot.verify", verification::verifySnapshot),
                new Route("GET", "/verifications/{id}", Role.VIEWER, verification::show)));
        routes.addAll(new CatalogResource(services).routes());
        routes.addAll(new JobResource(services).routes());
        routes.addAll(new RunResource(services).routes());
        routes.addAll(AccessOperations.of(services));
        routes.addAll(new CertificateResource(services).routes());
        routes.addAll(new TrustResource(services).routes());
        routes.addAll(new ConnectorResource(services).routes());
        routes.addAll(new SetupStepsResource(services).routes());
        routes.addAll(new NetworkResource(services).routes());
        routes.addAll(new LogResource(services).routes());
        routes.addAll(new NotificationResource(services).routes());
        routes.addAll(new LogUploadResource(services).routes());
        routes.addAll(new ProxyResource(services).routes());
        routes.addAll(new MenuResource(services).routes());
        routes.addAll(new StoreResource(services).routes());
        routes.addAll(new UpgradeResource(services, framework).routes());
        return List.copyOf(routes);
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
