package io.github.migrationconnector.httpapi.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.httpapi.internal.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param contentType of the body
 * @param body what is sent; a missing node for nothing
 * @param headers beside those that every answer has
 */
public record ApiResponse(int status, String contentType, JsonNode body, Map<String, String> headers) {
    /** RFC 8259. */
    public static final String JSON = "application/json";

    /** RFC 9457, section 3. */
    public static final String PROBLEM_JSON = "application/problem+json";

    public ApiResponse {
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(body, "body");
        headers = Map.copyOf(headers);
    }

    public static ApiResponse ok(JsonNode body) {
        return new ApiResponse(200, JSON, body, Map.of());
    }

    /** Something was made. */
    public static ApiResponse created(String location, JsonNode body) {
        return new ApiResponse(201, JSON, body, Map.of("Location", location));
    }

    /** Something was begun. */
    public static ApiResponse accepted(String location, JsonNode body) {
        return new ApiResponse(202, JSON, body, Map.of("Location", location));
    }

    public static ApiResponse noContent() {
        return new ApiResponse(204, JSON, Json.nothing(), Map.of());
    }

    /** A failure, with the status that its code calls for. */
    public static ApiResponse problem(Problem problem) {
        int status = ProblemStatus.of(problem);
        ApiResponse response = new ApiResponse(status, PROBLEM_JSON, Json.problem(status, problem), Map.of());
        Optional<Integer> retryAfter = ProblemStatus.retryAfterSeconds(problem);
        return retryAfter.isPresent() && status == ProblemStatus.UNAVAILABLE
                ? response.with("Retry-After", retryAfter.get().toString())
                : response;
    }

    /** The same with one more header. */
    public ApiResponse with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new ApiResponse(status, contentType, body, more);
    }

    /** What the gate says. */
    public static ApiResponse refused(Refusal refusal) {
        int status = refusal.status();
        ApiResponse response = new ApiResponse(status, PROBLEM_JSON, Json.problem(status, refusal.problem()), Map.of());
        return status == ProblemStatus.TOO_MANY ? response.with("Retry-After", "1") : response;
    }

    /** Sends it. A server leaves the body out by itself when it was asked for by HEAD. */
    public void send(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        headers.forEach(response::setHeader);
        if (!body.isMissingNode()) {
            byte[] bytes = Json.bytes(body);
            response.setContentType(contentType);
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
        }
    }
}
