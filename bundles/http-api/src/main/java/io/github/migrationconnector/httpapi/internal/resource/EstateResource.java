package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Finding.Severity;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.Views;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.List;

/** What the VMware estate has. */
final class EstateResource {
    private final Services services;

    EstateResource(Services services) {
        this.services = services;
    }

    ApiResponse inventory(ApiRequest request) {
        return ApiResponse.ok(Json.array(services.inventory().list(), Views::vm));
    }

    ApiResponse preflight(ApiRequest request) {
        return preflight(request.variable("vm"));
    }

    /** By a parameter, since a path of the estate has slashes, which a part of a URL's path can't have. */
    ApiResponse preflightByQuery(ApiRequest request) {
        return preflight(request.parameter("vm")
                .filter(vm -> !vm.isBlank())
                .orElseThrow(() -> BadRequests.of("$query.vm", "is missing")));
    }

    private ApiResponse preflight(String idPathOrName) {
        Vm vm = services.inventory().find(idPathOrName).orElseThrow(() -> Problem.fatal(
                        "VM_NOT_FOUND", "vCenter shows no such VM", "Take an id, path or name from the inventory.")
                .asException());
        List<Finding> findings = services.inventory().preflight(vm.id());
        ObjectNode body = Json.object();
        body.set("vm", Views.vm(vm));
        body.put("verdict", verdict(findings));
        body.set("findings", Json.array(findings, Views::finding));
        return ApiResponse.ok(body);
    }

    private static String verdict(List<Finding> findings) {
        if (findings.stream().anyMatch(finding -> finding.severity() == Severity.REFUSED)) {
            return "REFUSED";
        }
        return findings.isEmpty() ? "READY" : "READY_WITH_WARNINGS";
    }
}
