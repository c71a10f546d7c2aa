package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.support.SupportBundles;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.service.Services;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** A support bundle, sent while it is made: it may be longer than what is kept in memory. */
public final class SupportBundleServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String ACTION = "support.bundle";

    private final transient Services services;
    private final transient Gatekeeper gatekeeper;

    public SupportBundleServlet(Services services) {
        this.services = services;
        this.gatekeeper = new Gatekeeper(services);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Actor actor = gatekeeper.admit(request);
            boolean hideNames = hideNames(request);
            require(actor, hideNames);
            if (!request.getMethod().equals("GET")) {
                ApiResponse.problem(Problem.fatal("METHOD_NOT_ALLOWED", "this path knows GET only", ""))
                        .with("Allow", "GET")
                        .send(response);
                return;
            }
            send(actor, hideNames, response);
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

    /** The console's menu, which sees no inventory, has a bundle without names. */
    private static void require(Actor actor, boolean hideNames) {
        if (!actor.principal().equals(Principal.CONSOLE_MENU)) {
            Authentication.require(actor.principal(), Role.ADMIN);
        } else if (!hideNames) {
            throw MenuOperations.refusal();
        }
    }

    private static boolean hideNames(HttpServletRequest request) {
        String value = Optional.ofNullable(request.getParameter("hideNames")).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw BadRequests.of("$query.hideNames", "is neither true nor false");
        }
        return value.equals("true");
    }

    /** From the first byte on a failure can only cut the answer off; its manifest is the last entry, so that this is seen. */
    private void send(Actor actor, boolean hideNames, HttpServletResponse response) throws IOException {
        SupportBundles bundles = services.supportBundles();
        String name = bundles.fileName();
        services.audit().append(AuditEvent.of(actor, ACTION, name, Result.BEGUN));
        response.setContentType("application/zip");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        bundles.write(hideNames, response.getOutputStream());
        services.audit().append(AuditEvent.of(actor, ACTION, name, Result.DONE));
    }
}
