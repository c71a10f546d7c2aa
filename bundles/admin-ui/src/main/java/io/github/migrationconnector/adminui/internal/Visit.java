package io.github.migrationconnector.adminui.internal;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.RequestGuard;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.access.WebRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * One request to a page of ours.
 *
 * @param request as it came
 * @param response its answer
 */
record Visit(HttpServletRequest request, HttpServletResponse response) {
    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Strict";
    private static final String FORM = "application/x-www-form-urlencoded";

    /**
     * Asks the guard, who stands before every page anyway, once more: he may not be there yet when the daemon starts.
     *
     * @return whether the visit may go on; if not, it was answered
     */
    boolean passes(RequestGuard guard) throws IOException {
        Optional<Refusal> refusal = guard.refusal(asked());
        if (refusal.isPresent()) {
            Html body = new Html()
                    .markup("<main class=\"narrow\">\n")
                    .element("h1", "Refused")
                    .element("p", refusal.get().problem().message())
                    .element("p", refusal.get().problem().fix())
                    .markup("</main>\n");
            new Page("Refused", 0, body).send(response, refusal.get().status());
        }
        return refusal.isEmpty();
    }

    Optional<Session> session(Access access) {
        return asked().sessionToken().flatMap(access::session);
    }

    void startSession(Session session) {
        response.setHeader(
                "Set-Cookie",
                Access.SESSION_COOKIE + "=" + session.token().<String>reveal(token -> token) + ATTRIBUTES);
    }

    /** Ends whatever session the browser had, so that none is carried on into a login. */
    void endSession(Access access) {
        asked().sessionToken().ifPresent(access::logout);
        response.setHeader("Set-Cookie", Access.SESSION_COOKIE + "=; Max-Age=0" + ATTRIBUTES);
    }

    /** A field of the form, or of the query; empty when it is not there. */
    String field(String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    /** Sends the browser elsewhere, by GET. */
    void goTo(LocalPath path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", path.path());
        response.setHeader("Cache-Control", "no-store");
    }

    private WebRequest asked() {
        return new WebRequest(
                request.getMethod(),
                request.getRequestURI(),
                request.getServerName() + ":" + request.getServerPort(),
                this::header);
    }

    private String header(String name) {
        String value = request.getHeader(name);
        if (value != null) {
            return value;
        }
        return name.equals(WebRequest.CSRF_HEADER) && isForm() ? field(WebRequest.CSRF_FIELD) : "";
    }

    private boolean isForm() {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM);
    }
}
