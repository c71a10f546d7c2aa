package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.JobViews;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.List;

/** Runs. */
final class RunResource {
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1000;

    private final Services services;

    RunResource(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/jobs/{id}/runs", Role.VIEWER, this::list),
                new Route("POST", "/jobs/{id}/runs", Role.OPERATOR, "run.start", this::start),
                new Route("POST", "/jobs/{id}/cutover", Role.OPERATOR, "run.cut-over", this::cutOver),
                new Route("GET", "/runs/{id}", Role.VIEWER, this::show),
                new Route("POST", "/runs/{id}/cancel", Role.OPERATOR, "run.cancel", this::cancel),
                new Route("POST", "/runs/{id}/retry", Role.OPERATOR, "run.retry", this::lookAgain));
    }

    /** A page, the youngest first; the header Link (RFC 8288) leads to the next. */
    private ApiResponse list(ApiRequest request) {
        String job = request.variable("id");
        int limit = limit(request);
        String after = request.parameter("after").orElse("");
        List<Run> runs = services.replication().runs(job);
        int begin = 0;
        if (!after.isEmpty()) {
            begin = 1 + position(runs, after);
        }
        List<Run> page = runs.subList(begin, Math.min(runs.size(), begin + limit));
        ApiResponse response = ApiResponse.ok(Json.array(page, JobViews::run));
        if (begin + limit >= runs.size()) {
            return response;
        }
        String next = "/api/v1/jobs/" + job + "/runs?limit=" + limit + "&after="
                + page.get(page.size() - 1).id();
        return response.with("Link", "<" + next + ">; rel=\"next\"");
    }

    private static int position(List<Run> runs, String id) {
        for (int at = 0; at < runs.size(); at++) {
            if (runs.get(at).id().equals(id)) {
                return at;
            }
        }
        throw BadRequests.of("$query.after", "names no run of this job");
    }

    private static int limit(ApiRequest request) {
        String text = request.parameter("limit").orElse(Integer.toString(USUAL_PAGE));
        if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > LARGEST_PAGE) {
            throw BadRequests.of("$query.limit", "is not from 1 to " + LARGEST_PAGE);
        }
        return Integer.parseInt(text);
    }

    private ApiResponse start(ApiRequest request) {
        ObjectReader body = optionalBody(request);
        String description = body.text("description", "");
        body.end();
        return begun(services.replication().start(request.variable("id"), description));
    }

    private ApiResponse cutOver(ApiRequest request) {
        return begun(services.replication().cutOver(request.variable("id"), JobSpecs.cutOver(optionalBody(request))));
    }

    private ApiResponse show(ApiRequest request) {
        return ApiResponse.ok(JobViews.run(Runs.find(services, request.variable("id"))));
    }

    private ApiResponse cancel(ApiRequest request) {
        String id = request.variable("id");
        services.replication().cancel(id);
        return begun(Runs.find(services, id));
    }

    private ApiResponse lookAgain(ApiRequest request) {
        String id = request.variable("id");
        services.replication().lookAgain(id);
        return begun(Runs.find(services, id));
    }

    private static ApiResponse begun(Run run) {
        return ApiResponse.accepted("/api/v1/runs/" + run.id(), JobViews.run(run));
    }

    private static ObjectReader optionalBody(ApiRequest request) {
        ObjectNode body = request.body().isEmpty() ? Json.object() : Json.readObject(request.body());
        return new ObjectReader(body);
    }
}
