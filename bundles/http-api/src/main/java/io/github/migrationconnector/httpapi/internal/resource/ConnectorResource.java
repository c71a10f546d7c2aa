package io.github.migrationconnector.httpapi.internal.resource;

import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.CareViews;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.List;

/** This connector, its health, and what its vCenter allows. */
final class ConnectorResource {
    private final Services services;

    ConnectorResource(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/connector", Role.VIEWER, this::show),
                new Route("GET", "/health", Role.VIEWER, this::health),
                new Route("POST", "/connector/check", Role.OPERATOR, "connector.check", this::check),
                new Route("POST", "/connector/disassociate", Role.ADMIN, "connector.disassociate", this::disassociate),
                new Route(
                        "POST",
                        "/connector/disassociate/forced",
                        Role.ADMIN,
                        "connector.abandon",
                        this::disassociateByForce),
                new Route("GET", "/vcenter/privileges", Role.VIEWER, this::privileges),
                new Route("POST", "/vcenter/check", Role.ADMIN, "vcenter.check", this::checkVcenter));
    }

    private ApiResponse show(ApiRequest request) {
        return ApiResponse.ok(CareViews.connector(
                services.registration().connector(), services.health().health()));
    }

    private ApiResponse health(ApiRequest request) {
        return ApiResponse.ok(CareViews.health(services.health().health()));
    }

    private ApiResponse check(ApiRequest request) {
        return ApiResponse.ok(CareViews.health(services.health().check()));
    }

    private ApiResponse disassociate(ApiRequest request) {
        services.registration().disassociate(false);
        return ApiResponse.noContent();
    }

    /** A way of its own, so that the audit trail tells it from the other. */
    private ApiResponse disassociateByForce(ApiRequest request) {
        services.registration().disassociate(true);
        return ApiResponse.noContent();
    }

    private ApiResponse privileges(ApiRequest request) {
        return ApiResponse.ok(CareViews.examination(services.vcenterWatch().examine()));
    }

    private ApiResponse checkVcenter(ApiRequest request) {
        return ApiResponse.ok(CareViews.examination(services.registration().checkVcenter()));
    }
}
