package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.httpapi.internal.service.Services;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What is counted and timed, for Prometheus. For whoever may look: figures tell how large an estate is. */
public final class MetricsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Services services;
    private final transient Gatekeeper gatekeeper;

    public MetricsServlet(Services services) {
        this.services = services;
        this.gatekeeper = new Gatekeeper(services);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            gatekeeper.admit(request, Role.VIEWER);
            if (!request.getMethod().equals("GET")) {
                ApiResponse.problem(Problem.fatal("METHOD_NOT_ALLOWED", "this path knows GET only", ""))
                        .with("Allow", "GET")
                        .send(response);
                return;
            }
            byte[] text = services.metrics().exposition().getBytes(StandardCharsets.UTF_8);
            response.setContentType("text/plain; version=0.0.4; charset=utf-8");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setContentLength(text.length);
            response.getOutputStream().write(text);
        } catch (RefusedException e) {
            ApiResponse.refused(e.refusal()).send(response);
        } catch (ConnectorException e) {
            ApiResponse problem = ApiResponse.problem(e.problem());
            (problem.status() == HttpServletResponse.SC_UNAUTHORIZED
                            ? problem.with("WWW-Authenticate", "Bearer")
                            : problem)
                    .send(response);
        }
    }
}
