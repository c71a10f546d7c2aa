package io.github.migrationconnector.httpapi.internal.resource;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.json.Views;
import io.github.migrationconnector.httpapi.internal.service.Services;

/** Jobs and runs. */
final class JobResource {
    private final Services services;

    JobResource(Services services) {
        this.services = services;
    }

    ApiResponse create(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        JobSpec spec = new JobSpec(
                body.text("vm"), body.text("description", ""), body.flag("quiesce"), body.count("bytesPerSecond"));
        body.end();
        Job job = services.replication().create(spec);
        return ApiResponse.created("/api/v1/jobs/" + job.id(), Views.job(job));
    }

    ApiResponse list(ApiRequest request) {
        return ApiResponse.ok(Json.array(services.replication().jobs(), Views::job));
    }

    ApiResponse show(ApiRequest request) {
        String id = request.variable("id");
        return ApiResponse.ok(Views.job(services.replication().job(id).orElseThrow(() -> Problem.fatal(
                        "JOB_NOT_FOUND", "there is no such job", "Take an id from the list of jobs.")
                .asException())));
    }

    ApiResponse delete(ApiRequest request) {
        services.replication().delete(request.variable("id"));
        return ApiResponse.noContent();
    }

    ApiResponse start(ApiRequest request) {
        Run run = services.replication().start(request.variable("id"));
        return ApiResponse.accepted("/api/v1/runs/" + run.id(), Views.run(run));
    }

    ApiResponse runs(ApiRequest request) {
        return ApiResponse.ok(Json.array(services.replication().runs(request.variable("id")), Views::run));
    }

    ApiResponse run(ApiRequest request) {
        return ApiResponse.ok(Views.run(Runs.find(services, request.variable("id"))));
    }

    ApiResponse cancel(ApiRequest request) {
        String id = request.variable("id");
        services.replication().cancel(id);
        return ApiResponse.accepted("/api/v1/runs/" + id, Views.run(Runs.find(services, id)));
    }
}
