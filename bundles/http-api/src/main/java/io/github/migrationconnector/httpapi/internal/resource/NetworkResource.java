package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.network.NetworkChange;
import io.github.migrationconnector.api.network.NetworkFinding;
import io.github.migrationconnector.api.network.NetworkSettings;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.NetworkJson;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The machine's network: shown, checked, changed, and the change confirmed or taken back. */
final class NetworkResource {
    private static final int SHORTEST_SECONDS = 5;
    private static final int LONGEST_SECONDS = 600;

    private final Services services;

    NetworkResource(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/network", Role.VIEWER, this::show),
                new Route("POST", "/network/check", Role.ADMIN, "network.check", this::check),
                new Route("POST", "/network/changes", Role.ADMIN, "network.apply", this::apply),
                new Route("POST", "/network/changes/{id}/confirm", Role.ADMIN, "network.confirm", this::confirm),
                new Route("DELETE", "/network/changes/{id}", Role.ADMIN, "network.revert", this::revert),
                new Route("POST", "/network/interfaces/{name}/renew", Role.ADMIN, "network.renew", this::renew));
    }

    private ApiResponse show(ApiRequest request) {
        Networking networking = services.networking();
        ObjectNode node = Json.object().put("changeable", networking.changeable());
        node.set("inForce", NetworkJson.state(networking.inForce()));
        if (networking.changeable()) {
            node.set("settings", NetworkJson.settings(networking.settings()));
        }
        networking.pending().ifPresent(change -> node.set("change", NetworkJson.change(change)));
        networking.ended().ifPresent(outcome -> node.set("lastChange", NetworkJson.outcome(outcome)));
        return ApiResponse.ok(node);
    }

    private ApiResponse check(ApiRequest request) {
        NetworkSettings wanted = NetworkJson.settings(new ObjectReader(Json.readObject(request.body())));
        List<NetworkFinding> findings = services.networking().check(wanted);
        ObjectNode node = Json.object();
        node.set("findings", Json.array(findings, NetworkJson::finding));
        boolean planned =
                services.networking().changeable() && findings.stream().noneMatch(NetworkFinding::blocking);
        node.set("plan", Json.texts(planned ? services.networking().plan(wanted) : List.of()));
        return ApiResponse.ok(node);
    }

    private ApiResponse apply(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        NetworkSettings wanted = body.object("settings")
                .map(NetworkJson::settings)
                .orElseThrow(() -> BadRequests.of("$.settings", "is missing"));
        long seconds = body.count("confirmSeconds", Networking.CONFIRM_WITHIN.toSeconds(), LONGEST_SECONDS);
        body.end();
        if (seconds < SHORTEST_SECONDS) {
            throw BadRequests.of("$.confirmSeconds", "is not from " + SHORTEST_SECONDS + " to " + LONGEST_SECONDS);
        }
        refuseWhatBlocks(wanted);
        NetworkChange change = services.networking().apply(wanted, Duration.ofSeconds(seconds));
        return ApiResponse.accepted("/api/v1/network", NetworkJson.change(change));
    }

    private void refuseWhatBlocks(NetworkSettings wanted) {
        Optional<NetworkFinding> first = services.networking().check(wanted).stream()
                .filter(NetworkFinding::blocking)
                .findFirst();
        first.ifPresent(finding -> {
            throw Problem.fatal("NETWORK_SETTINGS_WRONG", finding.path() + ": " + finding.message(), finding.fix())
                    .asException();
        });
    }

    private ApiResponse confirm(ApiRequest request) {
        services.networking().confirm(request.variable("id"));
        return ApiResponse.noContent();
    }

    private ApiResponse revert(ApiRequest request) {
        services.networking().revert(request.variable("id"));
        return ApiResponse.noContent();
    }

    private ApiResponse renew(ApiRequest request) {
        services.networking().renewLease(request.variable("name"));
        return ApiResponse.noContent();
    }
}
