package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.WebRequest;
import io.github.migrationconnector.api.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads a servlet request as the guard wants it, and answers with its refusal. */
final class ServletRequests {
    private static final String API = "/api/v1";
    private static final String SMS = "/sms";
    private static final String FORM = "application/x-www-form-urlencoded";

    private ServletRequests() {}

    static WebRequest of(HttpServletRequest request) {
        return new WebRequest(
                request.getMethod(),
                request.getRequestURI(),
                request.getServerName() + ":" + request.getServerPort(),
                name -> header(request, name));
    }

    /** In the form that the asked face speaks: the JSON API's, the SMS API's, or plain text. */
    static void answer(WebRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        response.setStatus(refusal.status());
        response.setHeader("Cache-Control", "no-store");
        if (refusal.status() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
            // RFC 9110, section 15.5.6; which of them a path knows is for its face to say
            response.setHeader("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
        }
        String path = request.path();
        String body;
        if (path.startsWith(API)) {
            response.setContentType("application/problem+json");
            body = problem(refusal);
        } else if (path.equals(SMS) || path.startsWith(SMS + "/")) {
            response.setContentType("application/x-amz-json-1.1");
            response.setHeader("x-amzn-ErrorType", faultType(refusal.status()));
            body = fault(refusal);
        } else {
            response.setContentType("text/plain;charset=utf-8");
            body = refusal.problem().message() + " " + refusal.problem().fix() + "\n";
        }
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }

    /** As the JSON protocol of AWS has it: a client tells errors by their type alone. */
    private static String fault(Refusal refusal) {
        Problem problem = refusal.problem();
        return "{\"__type\":" + quoted(faultType(refusal.status())) + ",\"message\":"
                + quoted((problem.message() + " " + problem.fix()).strip()) + "}";
    }

    /** The names that the face itself has for these. */
    private static String faultType(int status) {
        return switch (status) {
            case 405 -> "MethodNotAllowedException";
            case 421 -> "MisdirectedRequestException";
            case 429 -> "ThrottlingException";
            default -> "AccessDeniedException";
        };
    }

    /** RFC 9457, with the fields that the API's own problems have. All texts are this program's own. */
    private static String problem(Refusal refusal) {
        Problem problem = refusal.problem();
        return "{\"title\":" + quoted(problem.code()) + ",\"status\":" + refusal.status() + ",\"detail\":"
                + quoted(problem.message()) + ",\"code\":" + quoted(problem.code()) + ",\"fix\":"
                + quoted(problem.fix())
                + ",\"retry\":" + quoted(problem.retry().name()) + "}";
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(each -> {
            if (each == '"' || each == '\\') {
                json.append('\\').append((char) each);
            } else if (each < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", each));
            } else {
                json.append((char) each);
            }
        });
        return json.append('"').toString();
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
