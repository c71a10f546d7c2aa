package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.registration.StepReport;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.CareViews;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The set-up, step by step. */
final class SetupStepsResource {
    private static final int UNPROCESSABLE = 422;

    private final Services services;

    SetupStepsResource(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/setup/steps", Role.ADMIN, this::show),
                new Route("POST", "/setup/steps/{step}", Role.ADMIN, "setup.answer", this::answer),
                new Route("DELETE", "/setup/steps", Role.ADMIN, "setup.discard", this::discard));
    }

    private ApiResponse show(ApiRequest request) {
        return ApiResponse.ok(CareViews.progress(services.setupSteps().progress()));
    }

    private ApiResponse answer(ApiRequest request) {
        String name = request.variable("step");
        SetupStep step = Arrays.stream(SetupStep.values())
                .filter(known -> known.label().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.fatal(
                                "NOT_FOUND",
                                "There is no such step of the set-up.",
                                "GET /setup/steps lists the steps.")
                        .asException());
        StepReport report = services.setupSteps().answer(step, request.body());
        if (report.accepted()) {
            return ApiResponse.ok(CareViews.report(report));
        }
        ObjectNode problem = Json.problem(
                UNPROCESSABLE,
                Problem.fatal(
                        "SETUP_REFUSED",
                        "the answer is refused; nothing was kept of it",
                        "Mend what the findings name, and answer again."));
        problem.setAll(CareViews.report(report));
        return new ApiResponse(UNPROCESSABLE, ApiResponse.PROBLEM_JSON, problem, Map.of());
    }

    private ApiResponse discard(ApiRequest request) {
        return ApiResponse.ok(CareViews.progress(services.setupSteps().discard()));
    }
}
