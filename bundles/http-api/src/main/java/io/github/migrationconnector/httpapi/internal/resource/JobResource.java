package io.github.migrationconnector.httpapi.internal.resource;

import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.JobViews;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Jobs. Their entity tag is the revision: whoever changes one says which they have seen. */
final class JobResource {
    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"");

    private final Services services;

    JobResource(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/jobs", Role.VIEWER, this::list),
                new Route("POST", "/jobs", Role.OPERATOR, "job.create", this::create),
                new Route("GET", "/jobs/{id}", Role.VIEWER, this::show),
                new Route("PATCH", "/jobs/{id}", Role.OPERATOR, "job.update", this::update),
                new Route("DELETE", "/jobs/{id}", Role.OPERATOR, "job.delete", this::delete),
                new Route("POST", "/jobs/{id}/pause", Role.OPERATOR, "job.pause", this::pause),
                new Route("POST", "/jobs/{id}/resume", Role.OPERATOR, "job.resume", this::resume),
                new Route("POST", "/jobs/{id}/power-on", Role.OPERATOR, "vm.power-on", this::powerOn));
    }

    private ApiResponse create(ApiRequest request) {
        Job job = services.replication().create(JobSpecs.read(new ObjectReader(Json.readObject(request.body()))));
        return tagged(ApiResponse.created("/api/v1/jobs/" + job.id(), JobViews.job(job)), job);
    }

    private ApiResponse list(ApiRequest request) {
        return ApiResponse.ok(Json.array(services.replication().jobs(), JobViews::job));
    }

    private ApiResponse show(ApiRequest request) {
        return answer(find(request));
    }

    private ApiResponse update(ApiRequest request) {
        long revision = revision(request.ifMatch());
        Job job = find(request);
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        return answer(services.replication().update(job.id(), JobSpecs.changed(job.spec(), body), revision));
    }

    private ApiResponse delete(ApiRequest request) {
        services.replication().delete(request.variable("id"));
        return ApiResponse.noContent();
    }

    private ApiResponse pause(ApiRequest request) {
        return answer(services.replication().pause(request.variable("id")));
    }

    private ApiResponse resume(ApiRequest request) {
        return answer(services.replication().resume(request.variable("id")));
    }

    private ApiResponse powerOn(ApiRequest request) {
        services.replication().powerOn(request.variable("id"));
        return ApiResponse.noContent();
    }

    private Job find(ApiRequest request) {
        return services.replication().job(request.variable("id")).orElseThrow(() -> Problem.fatal(
                        "JOB_NOT_FOUND", "there is no such job", "Take an id from the list of jobs.")
                .asException());
    }

    private static ApiResponse answer(Job job) {
        return tagged(ApiResponse.ok(JobViews.job(job)), job);
    }

    private static ApiResponse tagged(ApiResponse response, Job job) {
        return response.with("ETag", "\"" + job.status().revision() + "\"");
    }

    /** RFC 9110, section 13.1.1: a star stands for whatever is there. */
    private static long revision(String ifMatch) {
        if (ifMatch.isEmpty()) {
            // RFC 6585, section 3
            throw Problem.fatal(
                            "IF_MATCH_MISSING",
                            "the request does not say which revision of the job it changes",
                            "Send the ETag of the job in the header If-Match, or * for whichever is in force.")
                    .asException();
        }
        if (ifMatch.strip().equals("*")) {
            return Replication.ANY_REVISION;
        }
        Matcher tag = TAG.matcher(ifMatch.strip());
        if (!tag.matches() || Long.parseLong(tag.group(1)) == Replication.ANY_REVISION) {
            throw Problem.fatal("JOB_CHANGED", "the header If-Match names no revision of a job", "Read the job again.")
                    .asException();
        }
        return Long.parseLong(tag.group(1));
    }
}
