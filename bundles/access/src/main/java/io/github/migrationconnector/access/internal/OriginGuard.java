package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.access.internal.certificate.OwnNames;
import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.RequestGuard;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.access.WebRequest;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Lets a request that changes something through only where such requests belong, and only from our own pages. The paths are
 * an allow list of what they look like before any decoding: whatever is written in another way is not on it, and neither is
 * any page of the web console but our own: the console has no guard of its own.
 */
@Component(service = RequestGuard.class, configurationPid = LocalAccess.PID)
public final class OriginGuard implements RequestGuard {
    static final String LOGIN = "/login";
    private static final Set<String> LOOKING = Set.of("GET", "HEAD");
    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> FORMS = Set.of(LOGIN, "/logout", "/welcome");

    /** The connector's own pages among the plugins of the web console; none of the console's own is called so. */
    static final Pattern PAGES =
            Pattern.compile("/system/console/connector-[a-z]{1,30}(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*");

    private static final Pattern PROGRAMS = Pattern.compile("/sms/?|/api/v1(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

    private final Access access;
    private final HostNames names;

    @Activate
    public OriginGuard(@Reference Access access, AccessConfig config) {
        this(access, new HostNames(List.of(config.hostNames()), new OwnNames()::now));
    }

    OriginGuard(Access access, HostNames names) {
        this.access = access;
        this.names = names;
    }

    @Override
    public Optional<Refusal> refusal(WebRequest request) {
        if (!names.include(request.authority())) {
            return refused(
                    421,
                    "HOST_UNKNOWN",
                    "This connector is not called by that host name.",
                    "Use its address, or add the name to hostNames in " + LocalAccess.PID + ".cfg.");
        }
        if (LOOKING.contains(request.method())) {
            return Optional.empty();
        }
        if (!CHANGING.contains(request.method())) {
            return refused(405, "METHOD_NOT_ALLOWED", "No such method is known here.", "");
        }
        boolean forPrograms = PROGRAMS.matcher(request.path()).matches();
        if (!forPrograms
                && !FORMS.contains(request.path())
                && !PAGES.matcher(request.path()).matches()) {
            return refused(
                    403,
                    "CHANGE_NOT_ALLOWED",
                    "Nothing can be changed here.",
                    "Change settings by the connector command, or on the connector's own pages.");
        }
        if (forPrograms && request.hasAuthorization()) {
            // no foreign page can make a browser send that header; whether it is right is for the face to say
            return Optional.empty();
        }
        if (!fromOwnPage(request)) {
            return refused(
                    403,
                    "FOREIGN_ORIGIN",
                    "The request was sent by a page of another site.",
                    "Send it from our own page.");
        }
        return hasSessionsToken(request)
                ? Optional.empty()
                : refused(403, "CSRF_TOKEN_MISSING", "The request lacks its page's token.", "Load the page again.");
    }

    private static boolean fromOwnPage(WebRequest request) {
        String site = request.header().apply("Sec-Fetch-Site");
        if (!site.isEmpty() && !site.equals("same-origin")) {
            return false;
        }
        String origin = request.header().apply("Origin").toLowerCase(Locale.ROOT);
        if (origin.isEmpty()) {
            return site.equals("same-origin");
        }
        String authority = request.authority().toLowerCase(Locale.ROOT);
        return origin.equals("https://" + authority)
                || (authority.endsWith(":443") && origin.equals("https://" + authority.replaceFirst(":443$", "")));
    }

    private boolean hasSessionsToken(WebRequest request) {
        Optional<Session> session =
                request.sessionToken().flatMap(token -> access.session(token).or(() -> access.startSession(token)));
        if (session.isEmpty() || request.path().equals(LOGIN)) {
            // nobody's rights are used; logging in is guarded by the origin alone, since there is no session yet
            return true;
        }
        return Secret.of(session.get().csrfToken())
                .matches(Secret.of(request.header().apply(WebRequest.CSRF_HEADER)));
    }

    private static Optional<Refusal> refused(int status, String code, String message, String fix) {
        return Optional.of(new Refusal(status, Problem.fatal(code, message, fix)));
    }
}
