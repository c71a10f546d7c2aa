package io.github.migrationconnector.httpapi.internal.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.WebRequest;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.service.Services;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The JSON API: lets in, finds the operation, answers. Whatever goes wrong is told as a problem of RFC 9457. */
public final class ApiServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);

    private final transient Services services;
    private final transient Router router;

    public ApiServlet(Services services, Router router) {
        this.services = services;
        this.router = router;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ApiResponse answer;
        try {
            answer = answer(request);
        } catch (ConnectorException e) {
            answer = ApiResponse.problem(e.problem());
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
            answer = ApiResponse.problem(Problem.fatal(
                    "INTERNAL_ERROR", "an unexpected failure: " + e.getClass().getSimpleName(), "Look at the log."));
        }
        if (answer.status() == 401) {
            answer = answer.with("WWW-Authenticate", "Bearer");
        }
        if (answer.status() == 405) {
            answer = answer.with("Allow", router.allowed(path(request)));
        }
        send(answer, response);
    }

    private ApiResponse answer(HttpServletRequest request) throws IOException {
        WebRequest web = new WebRequest(
                request.getMethod(),
                request.getRequestURI(),
                request.getServerName() + ":" + request.getServerPort(),
                name -> Optional.ofNullable(request.getHeader(name)).orElse(""));
        Optional<Refusal> refusal = services.guard().refusal(web);
        if (refusal.isPresent()) {
            int status = refusal.get().status();
            ObjectNode body = Json.problem(status, refusal.get().problem());
            return new ApiResponse(status, ApiResponse.PROBLEM_JSON, body, Map.of());
        }
        Principal principal = Authentication.of(web, services.access());
        Router.Match match = router.find(request.getMethod(), path(request));
        Authentication.require(principal, match.route().role());
        try (Secret body = RequestBody.read(request)) {
            Actor actor = new Actor(principal, request.getRemoteAddr());
            return match.route().handler().handle(new ApiRequest(actor, match.variables(), query(request), body));
        }
    }

    private static String path(HttpServletRequest request) {
        return Optional.ofNullable(request.getPathInfo()).orElse("");
    }

    private static Map<String, String> query(HttpServletRequest request) {
        Map<String, String> query = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> query.put(name, values[0]));
        return query;
    }

    private static void send(ApiResponse answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        answer.headers().forEach(response::setHeader);
        if (!answer.body().isMissingNode()) {
            byte[] bytes = Json.bytes(answer.body());
            response.setContentType(answer.contentType());
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
        }
    }
}
