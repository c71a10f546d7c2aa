package io.github.migrationconnector.httpapi.internal.resource;

import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.trust.TrustReport;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.CareViews;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.ArrayList;
import java.util.List;

/** Certificates of servers: looked at, compared, trusted. */
final class TrustResource {
    private static final int LONGEST_PEM = 64 << 10;

    private final Services services;

    TrustResource(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/trust", Role.VIEWER, this::list),
                new Route("POST", "/trust/fetch", Role.OPERATOR, "trust.fetch", this::fetch),
                new Route("POST", "/trust/accept", Role.ADMIN, "trust.accept", this::accept),
                new Route("POST", "/trust/follow", Role.ADMIN, "trust.follow", this::follow));
    }

    private ApiResponse list(ApiRequest request) {
        Trust trust = services.trust();
        List<TrustReport> reports = new ArrayList<>();
        for (TrustReport known : trust.servers()) {
            reports.add(request.flag("fetch") ? trust.fetch(known.server()) : known);
        }
        return ApiResponse.ok(Json.array(reports, CareViews::trust));
    }

    private ApiResponse fetch(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        ServerAddress server = server(body);
        body.end();
        return ApiResponse.ok(CareViews.trust(services.trust().fetch(server)));
    }

    private ApiResponse accept(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        ServerAddress server = server(body);
        String sha256 = body.text("sha256");
        body.end();
        return ApiResponse.ok(CareViews.trust(services.trust().accept(server, sha256)));
    }

    private ApiResponse follow(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        ServerAddress server = server(body);
        String pem = body.longText("pem", LONGEST_PEM);
        body.end();
        return ApiResponse.ok(CareViews.trust(services.trust().follow(server, pem)));
    }

    private static ServerAddress server(ObjectReader body) {
        try {
            return ServerAddress.parse(body.text("server"));
        } catch (IllegalArgumentException wrong) {
            throw BadRequests.of("$.server", "is " + wrong.getMessage());
        }
    }
}
