package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.WebRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads a servlet request as the guard wants it, and answers with its refusal. */
final class ServletRequests {
    private static final String FORM = "application/x-www-form-urlencoded";

    private ServletRequests() {}

    static WebRequest of(HttpServletRequest request) {
        return new WebRequest(
                request.getMethod(),
                request.getRequestURI(),
                request.getServerName() + ":" + request.getServerPort(),
                name -> header(request, name));
    }

    static void answer(HttpServletResponse response, Refusal refusal) throws IOException {
        response.setStatus(refusal.status());
        response.setContentType("text/plain;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        if (refusal.status() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
            // RFC 9110, section 15.5.6; which of them a path knows is for its face to say
            response.setHeader("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
        }
        response.getOutputStream()
                .write((refusal.problem().message() + " " + refusal.problem().fix() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String header(HttpServletRequest request, String name) {
        String value = request.getHeader(name);
        if (value == null && name.equals(WebRequest.CSRF_HEADER) && isForm(request)) {
            value = request.getParameter(WebRequest.CSRF_FIELD);
        }
        return value == null ? "" : value;
    }

    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM);
    }
}
