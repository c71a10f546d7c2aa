package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.audit.AuditAnchor;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.audit.AuditVerification;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.service.Services;

/** The audit trail, page by page, and whether it was touched. */
final class AuditResource {
    private static final int PAGE = 100;
    private static final int LONGEST_PAGE = 1000;

    private final Services services;

    AuditResource(Services services) {
        this.services = services;
    }

    ApiResponse list(ApiRequest request) {
        long before = number(request, "before", Long.MAX_VALUE);
        int count = (int) Math.min(number(request, "count", PAGE), LONGEST_PAGE);
        return ApiResponse.ok(Json.array(services.audit().newestBefore(before, count), AuditResource::view));
    }

    ApiResponse verify(ApiRequest request) {
        AuditVerification found = services.audit()
                .verify(request.parameter("anchor").map(AuditResource::anchor).orElse(AuditAnchor.NONE));
        return ApiResponse.ok(Json.object()
                .put("records", found.records())
                .put("intact", found.intact())
                .put("file", found.file())
                .put("line", found.line())
                .put("finding", found.finding())
                .put("head", found.head().toString()));
    }

    private static AuditAnchor anchor(String text) {
        try {
            return AuditAnchor.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw BadRequests.of("$query.anchor", "is not NUMBER:HASH, as head says it");
        }
    }

    private static long number(ApiRequest request, String name, long otherwise) {
        return request.parameter(name)
                .map(text -> {
                    if (!text.matches("[1-9][0-9]{0,17}")) {
                        throw BadRequests.of("$query." + name, "is not a number from 1 on");
                    }
                    return Long.parseLong(text);
                })
                .orElse(otherwise);
    }

    private static ObjectNode view(AuditRecord entry) {
        return Json.object()
                .put("number", entry.number())
                .put("at", entry.at().toString())
                .put("who", entry.event().who())
                .put("from", entry.event().from())
                .put("action", entry.event().action())
                .put("target", entry.event().target())
                .put("result", entry.event().result().name());
    }
}
