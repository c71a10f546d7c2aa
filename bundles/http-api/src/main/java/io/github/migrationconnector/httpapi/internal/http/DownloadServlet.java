package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.httpapi.internal.service.Services;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A file for administrators, sent as it is read or made: it may be longer than what is kept in memory. */
abstract class DownloadServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Gatekeeper gatekeeper;

    DownloadServlet(Services services) {
        this.gatekeeper = new Gatekeeper(services);
    }

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Actor actor = gatekeeper.admit(request, Role.ADMIN);
            if (!request.getMethod().equals("GET")) {
                ApiResponse.problem(Problem.fatal("METHOD_NOT_ALLOWED", "this path knows GET only", ""))
                        .with("Allow", "GET")
                        .send(response);
                return;
            }
            send(actor, request, response);
        } catch (RefusedException e) {
            ApiResponse.refused(e.refusal()).send(response);
        } catch (ConnectorException e) {
            if (response.isCommitted()) {
                // its bytes are under way: a problem after them would be part of the file
                throw new IOException(e);
            }
            ApiResponse problem = ApiResponse.problem(e.problem());
            (problem.status() == HttpServletResponse.SC_UNAUTHORIZED
                            ? problem.with("WWW-Authenticate", "Bearer")
                            : problem)
                    .send(response);
        }
    }

    /** Sends it, or throws before its first byte; from then on a failure can only cut the answer off. */
    abstract void send(Actor actor, HttpServletRequest request, HttpServletResponse response) throws IOException;

    /** Says what comes. */
    static void announce(HttpServletResponse response, String fileName) {
        response.setContentType("application/zip");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
    }
}
