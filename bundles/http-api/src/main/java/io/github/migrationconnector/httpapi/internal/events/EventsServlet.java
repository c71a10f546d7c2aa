package io.github.migrationconnector.httpapi.internal.events;

import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Gatekeeper;
import io.github.migrationconnector.httpapi.internal.http.RefusedException;
import io.github.migrationconnector.httpapi.internal.service.Services;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * What changes, as server-sent events (WHATWG HTML, "Server-sent events"). Each event's id is its number; a client that comes
 * back with Last-Event-ID goes on behind it, and is told {@code reset} when what came between is no longer known.
 */
public final class EventsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String NUMBER = "[0-9]{1,18}";

    private final transient Services services;
    private final transient Gatekeeper gatekeeper;
    private final transient Broadcast broadcast;

    public EventsServlet(Services services, Broadcast broadcast) {
        this.services = services;
        this.gatekeeper = new Gatekeeper(services);
        this.broadcast = broadcast;
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
            long behind = behind(request);
            broadcast.requireRoom();
            begin(request, response, behind);
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

    /** Behind which event it begins: the newest, unless the client says which it has seen. */
    private long behind(HttpServletRequest request) {
        String seen = Optional.ofNullable(request.getHeader("Last-Event-ID")).orElse("");
        return seen.matches(NUMBER) ? Long.parseLong(seen) : services.changes().latest();
    }

    private void begin(HttpServletRequest request, HttpServletResponse response, long behind) throws IOException {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        Listener listener = new Listener(context, behind);
        broadcast.add(listener);
        listener.begin();
    }
}
