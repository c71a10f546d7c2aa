package io.github.migrationconnector.adminui.internal.frame;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.access.WebRequest;
import io.github.migrationconnector.api.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One request to a page of ours.
 *
 * @param request as it came
 * @param response its answer
 */
public record Visit(HttpServletRequest request, HttpServletResponse response) {
    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Strict";

    /** More than any form of ours has; Jetty reads no longer ones either (its maxFormContentSize is 200,000 bytes by default). */
    private static final long LONGEST_FORM_BYTES = 200_000;

    private static final String FILE = "application/zip";
    private static final String FORM = "application/x-www-form-urlencoded";

    public Optional<Session> session(Access access) {
        return asked().sessionToken().flatMap(access::session);
    }

    /** The session of somebody who has to choose a password of their own before anything else. */
    Optional<Session> startSession(Access access) {
        return asked().sessionToken().flatMap(access::startSession);
    }

    public void startSession(Session session) {
        response.setHeader(
                "Set-Cookie",
                Access.SESSION_COOKIE + "=" + session.token().<String>reveal(token -> token) + ATTRIBUTES);
    }

    /** Ends whatever session the browser had, so that none is carried on into a login. */
    public void endSession(Access access) {
        asked().sessionToken().ifPresent(access::logout);
        response.setHeader("Set-Cookie", Access.SESSION_COOKIE + "=; Max-Age=0" + ATTRIBUTES);
    }

    /** A field of the form, or of the query; empty when it is not there. */
    public String field(String name) {
        try {
            String value = request.getParameter(name);
            return value == null ? "" : value;
        } catch (RuntimeException unreadable) {
            // Jetty's for a body without a length that turns out too long, or that is no form
            throw formTooLong().asException(unreadable);
        }
    }

    /** Why its form is not even looked at; empty when it may be. */
    Optional<Refusal> lengthRefusal() {
        return !isFile() && request.getContentLengthLong() > LONGEST_FORM_BYTES
                ? Optional.of(new Refusal(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, formTooLong()))
                : Optional.empty();
    }

    private static Problem formTooLong() {
        return Problem.fatal("FORM_TOO_LONG", "The form is too long, or can't be read.", "Load the page again.");
    }

    /** All fields of that name, such as boxes that were checked; empty when there is none. */
    public List<String> fields(String name) {
        String[] values = request.getParameterValues(name);
        return values == null ? List.of() : List.of(values);
    }

    /** Where the browser is, with the query; the root when that can't be gone back to. */
    public LocalPath here() {
        String query = request.getQueryString();
        return LocalPath.of(query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query);
    }

    /** The path behind the page's own: {@code vm-42} of {@code /system/console/connector-inventory/vm-42}; may be empty. */
    public String rest() {
        String[] parts = request.getRequestURI().split("/", 5);
        return parts.length > 4 ? parts[4] : "";
    }

    boolean isGet() {
        return request.getMethod().equals("GET");
    }

    Look look() {
        String start = Look.COOKIE + "=";
        String kept = Arrays.stream(header("Cookie").split(";", -1))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(start))
                .map(cookie -> cookie.substring(start.length()))
                .findFirst()
                .orElse("");
        return Look.of(kept, header("Accept-Language"));
    }

    /** Sends the browser elsewhere, by GET. */
    public void goTo(LocalPath path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", path.path());
        response.setHeader("Cache-Control", "no-store");
    }

    /** Asks the browser for some patience, in plain text: what makes pages goes. */
    void comeAgain(String told) throws IOException {
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Retry-After", "1");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType("text/plain; charset=utf-8");
        response.getOutputStream().write(told.getBytes(StandardCharsets.UTF_8));
    }

    WebRequest asked() {
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

    /** Whether it brings a file, which no page reads that has not asked for one. */
    private boolean isFile() {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(FILE);
    }

    /** The bytes of the file that it brings, as they come. */
    public InputStream file() {
        try {
            return request.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many bytes it says that the file has; negative when it says nothing. */
    public long fileBytes() {
        return request.getContentLengthLong();
    }

    private boolean isForm() {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM);
    }
}
