package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.registration.StepReport;
import io.github.migrationconnector.api.registration.StepStatus;
import io.github.migrationconnector.api.registration.StepView;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.CareViews;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.List;
import java.util.Map;

/**
 * The proxy as a part of the network. It is kept where the set-up keeps it, and changed by the set-up's own way: checked with
 * AWS, and in force whole or not at all.
 */
final class ProxyResource {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PROXY = "proxy";
    private static final int UNPROCESSABLE = 422;

    private final Services services;

    ProxyResource(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/network/proxy", Role.ADMIN, this::show),
                new Route("POST", "/network/proxy", Role.ADMIN, "network.proxy", this::set),
                new Route("DELETE", "/network/proxy", Role.ADMIN, "network.proxy", this::remove));
    }

    private ApiResponse show(ApiRequest request) {
        ObjectNode node = Json.object().put("inForce", false);
        services.setupSteps().progress().steps().stream()
                .filter(view -> view.step() == SetupStep.NETWORK)
                .forEach(view -> fill(node, view));
        return ApiResponse.ok(node);
    }

    private static void fill(ObjectNode node, StepView network) {
        node.put("inForce", network.status() == StepStatus.IN_FORCE);
        String kept = network.answer().getOrDefault(PROXY, "");
        if (!kept.isEmpty()) {
            try {
                node.set(PROXY, JSON.readTree(kept));
            } catch (JsonProcessingException notOurs) {
                throw new IllegalStateException("a kept answer is JSON", notOurs);
            }
        }
    }

    private ApiResponse set(ApiRequest request) {
        ObjectNode answer = Json.object().put("seen", true);
        answer.set(PROXY, Json.readObject(request.body()));
        return answered(answer);
    }

    private ApiResponse remove(ApiRequest request) {
        return answered(Json.object().put("seen", true));
    }

    /** Before the set-up it is kept for it; afterwards it comes into force at once. */
    private ApiResponse answered(ObjectNode answer) {
        StepReport report;
        try (Secret secret = Secret.of(answer.toString())) {
            report = services.setupSteps().answerAlone(SetupStep.NETWORK, secret);
        }
        return report.accepted() ? ApiResponse.ok(CareViews.report(report)) : refused(report);
    }

    private static ApiResponse refused(StepReport report) {
        ObjectNode problem = Json.problem(
                UNPROCESSABLE,
                Problem.fatal(
                        "SETUP_REFUSED", "the proxy is refused; nothing was changed", "Mend what the findings name."));
        problem.setAll(CareViews.report(report));
        return new ApiResponse(UNPROCESSABLE, ApiResponse.PROBLEM_JSON, problem, Map.of());
    }
}
