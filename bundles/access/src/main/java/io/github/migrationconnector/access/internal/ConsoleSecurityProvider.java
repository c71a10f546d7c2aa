package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.RequestGuard;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.access.WebRequest;
import io.github.migrationconnector.api.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Opens the Felix Web Console to administrators, for looking only, and the connector's own pages in it to everybody who is
 * logged in. The console trusts whatever passes here, so the guard's
 * check is made again, and every request that is not a look is refused whatever the guard says.
 */
@Component(service = SecurityProvider.class, property = SecurityProvider.PROPERTY_ID + "=connector-access")
public final class ConsoleSecurityProvider implements SecurityProvider {
    private static final String EXPIRED_COOKIE =
            Access.SESSION_COOKIE + "=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict";

    private static final Set<String> LOOKING_OR_SENDING = Set.of("GET", "HEAD", "POST");

    /** The page on which everybody changes their own password. */
    private static final String ACCOUNT = "/system/console/connector-account";

    private final Access access;
    private final RequestGuard guard;

    @Activate
    public ConsoleSecurityProvider(@Reference Access access, @Reference RequestGuard guard) {
        this.access = access;
        this.guard = guard;
    }

    /** The principal; null, as the console asks for, after a refusal or a redirect to the login page was written. */
    @Override
    @SuppressWarnings("NullAway")
    public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
        WebRequest asked = ServletRequests.of(request);
        if (choosesAPassword(asked)) {
            return start(asked, response);
        }
        Optional<Principal> principal = recognised(asked);
        Optional<Refusal> refusal = guard.refusal(asked).or(() -> refusal(asked, principal));
        try {
            if (refusal.isEmpty()) {
                return principal.orElseThrow();
            }
            if (principal.isEmpty()
                    && refusal.get().status() == 401
                    && asked.method().equals("GET")) {
                String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
                response.setHeader("Cache-Control", "no-store");
                response.sendRedirect(
                        OriginGuard.LOGIN + "?next=" + URLEncoder.encode(asked.path() + query, StandardCharsets.UTF_8));
            } else {
                ServletRequests.answer(asked, response, refusal.get());
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return null;
    }

    @Override
    public boolean authorize(Object user, String role) {
        return user instanceof Principal principal && principal.role().includes(Role.ADMIN);
    }

    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response) {
        ServletRequests.of(request).sessionToken().ifPresent(access::logout);
        response.setHeader("Set-Cookie", EXPIRED_COOKIE);
        try {
            response.sendRedirect(OriginGuard.LOGIN);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private boolean choosesAPassword(WebRequest request) {
        return !request.hasAuthorization() && startSession(request).isPresent();
    }

    private Optional<Session> startSession(WebRequest request) {
        return request.sessionToken().flatMap(access::startSession);
    }

    /** Whoever came by a password that an administrator chose sees one page: where they choose their own. */
    @SuppressWarnings("NullAway")
    private Object start(WebRequest asked, HttpServletResponse response) {
        Optional<Refusal> refusal = guard.refusal(asked);
        try {
            if (refusal.isPresent()) {
                ServletRequests.answer(asked, response, refusal.get());
            } else if (asked.path().equals(ACCOUNT)) {
                return startSession(asked).orElseThrow().principal();
            } else if (asked.method().equals("GET")) {
                response.setHeader("Cache-Control", "no-store");
                response.sendRedirect(ACCOUNT);
            } else {
                ServletRequests.answer(
                        asked,
                        response,
                        refused(
                                        403,
                                        "PASSWORD_START",
                                        "Your own password is to be chosen first.",
                                        "Load the page again.")
                                .orElseThrow());
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return null;
    }

    private Optional<Principal> recognised(WebRequest request) {
        return request.hasAuthorization()
                ? request.bearerToken().flatMap(access::bearer).filter(who -> !who.equals(Principal.CONSOLE_MENU))
                : request.sessionToken().flatMap(access::session).map(Session::principal);
    }

    private static Optional<Refusal> refusal(WebRequest request, Optional<Principal> principal) {
        if (principal.isEmpty()) {
            return refused(401, "LOGIN_NEEDED", "Nobody is logged in.", "Log in at " + OriginGuard.LOGIN + ".");
        }
        if (OriginGuard.PAGES.matcher(request.path()).matches()) {
            // the connector's own pages: each asks for the role that it needs
            return LOOKING_OR_SENDING.contains(request.method())
                    ? Optional.empty()
                    : refused(405, "METHOD_NOT_ALLOWED", "No such method is known here.", "");
        }
        if (!principal.get().role().includes(Role.ADMIN)) {
            return refused(403, "FORBIDDEN", "Only an administrator may see this.", "Log in as one.");
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return refused(403, "CHANGE_NOT_ALLOWED", "The web console is for looking only.", "");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refused(int status, String code, String message, String fix) {
        return Optional.of(new Refusal(status, Problem.fatal(code, message, fix)));
    }
}
