package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.web.Drain;
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

    private final transient Gatekeeper gatekeeper;
    private final transient Witness witness;
    private final transient Router router;
    private final transient Drain drain = new Drain();

    public ApiServlet(Services services, Router router) {
        this.gatekeeper = new Gatekeeper(services);
        this.witness = new Witness(services);
        this.router = router;
    }

    /** Answers nothing new, and waits for what is being answered; whether all was in time. */
    public boolean drain() {
        return drain.close();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!drain.enter()) {
            ApiResponse.problem(new Problem(
                            "SERVICE_ABSENT", "The API is being replaced.", "Try again in a moment.", Retry.ON_RESUME))
                    .with("Retry-After", "1")
                    .send(response);
            return;
        }
        try {
            serve(request, response);
        } finally {
            drain.leave();
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ApiResponse answer;
        try {
            answer = answer(request);
        } catch (RefusedException e) {
            answer = ApiResponse.refused(e.refusal());
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
        answer.send(response);
    }

    private ApiResponse answer(HttpServletRequest request) throws IOException {
        Actor asking = gatekeeper.admit(request);
        Router.Match match = router.find(request.getMethod(), path(request));
        Actor actor = witness.require(match.route(), asking);
        try (Secret body = RequestBody.read(request)) {
            String ifMatch = Optional.ofNullable(request.getHeader("If-Match")).orElse("");
            return witness.handle(
                    match.route(), new ApiRequest(actor, match.variables(), query(request), ifMatch, body));
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
}
