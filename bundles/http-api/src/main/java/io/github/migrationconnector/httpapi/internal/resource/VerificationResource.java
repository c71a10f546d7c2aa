package io.github.migrationconnector.httpapi.internal.resource;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDisk;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.List;

/** Verifications of runs and of single snapshots. */
final class VerificationResource {
    private final Services services;
    private final Verifications verifications;

    VerificationResource(Services services, Verifications verifications) {
        this.services = services;
        this.verifications = verifications;
    }

    ApiResponse verifyRun(ApiRequest request) {
        Run run = Runs.find(services, request.variable("id"));
        // from RECORDING on every snapshot of the run is completed, and stays
        if (run.phase().compareTo(RunPhase.RECORDING) <= 0) {
            throw Problem.fatal(
                            "RUN_NOT_COMPLETED",
                            "run " + run.id() + " has no completed snapshots",
                            "Verify a run that has got beyond its transfers.")
                    .asException();
        }
        return begun(verifications.begin(
                run.id(), run.disks().stream().map(RunDisk::snapshotId).toList()));
    }

    ApiResponse verifySnapshot(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        String snapshotId = body.text("snapshotId");
        body.end();
        if (!snapshotId.matches("snap-[0-9a-f]{8,17}")) {
            throw BadRequests.of("$.snapshotId", "is not the id of a snapshot");
        }
        return begun(verifications.begin("", List.of(snapshotId)));
    }

    ApiResponse show(ApiRequest request) {
        return ApiResponse.ok(verifications
                .find(request.variable("id"))
                .orElseThrow(() -> Problem.fatal(
                                "VERIFICATION_NOT_FOUND",
                                "there is no such verification",
                                "Start one: they are forgotten when the connector stops.")
                        .asException())
                .view());
    }

    private static ApiResponse begun(Verification verification) {
        return ApiResponse.accepted("/api/v1/verifications/" + verification.id(), verification.view());
    }
}
