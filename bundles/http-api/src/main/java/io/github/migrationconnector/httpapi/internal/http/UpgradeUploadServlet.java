package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.httpapi.internal.service.Services;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Takes in a release file as it comes, since it is longer than what is kept in memory, and tells what it would change. */
public final class UpgradeUploadServlet extends HttpServlet {
    /** Below the API. */
    public static final String PATH = "/upgrades/upload";

    private static final long serialVersionUID = 1L;
    private static final Set<String> TYPES = Set.of("application/zip", "application/octet-stream");

    private final transient Services services;
    private final transient Function<UpgradePlan, ApiResponse> view;
    private final transient Gatekeeper gatekeeper;
    private final transient Witness witness;

    /** @param view how a plan is told */
    public UpgradeUploadServlet(Services services, Function<UpgradePlan, ApiResponse> view) {
        this.services = services;
        this.view = view;
        this.gatekeeper = new Gatekeeper(services);
        this.witness = new Witness(services);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ApiResponse answer;
        try {
            answer = answer(request);
        } catch (RefusedException e) {
            answer = ApiResponse.refused(e.refusal());
        } catch (ConnectorException e) {
            answer = ApiResponse.problem(e.problem());
        }
        if (answer.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            answer = answer.with("WWW-Authenticate", "Bearer");
        }
        answer.send(response);
    }

    private ApiResponse answer(HttpServletRequest request) throws IOException {
        Actor asking = gatekeeper.admit(request);
        if (!request.getMethod().equals("POST")) {
            return ApiResponse.problem(Problem.fatal("METHOD_NOT_ALLOWED", "this path knows POST only", ""))
                    .with("Allow", "POST");
        }
        InputStream body = request.getInputStream();
        Route route = new Route(
                "POST",
                PATH,
                Role.ADMIN,
                "upgrade.upload",
                admitted -> view.apply(services.upgrades().receive(body, request.getContentLengthLong())));
        Actor actor = witness.require(route, asking);
        if (!TYPES.contains(type(request))) {
            throw Problem.fatal(
                            "CONTENT_TYPE_UNSUPPORTED",
                            "the body is not sent as a release file",
                            "Send the file's bytes as application/zip.")
                    .asException();
        }
        return witness.handle(route, new ApiRequest(actor, Map.of(), Map.of(), "", Secret.of("")));
    }

    private static String type(HttpServletRequest request) {
        return Optional.ofNullable(request.getContentType())
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }
}
