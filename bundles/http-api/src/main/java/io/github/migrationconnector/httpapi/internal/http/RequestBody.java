package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** Reads what a client sends, up to a bound. */
final class RequestBody {
    /** A set-up document has a few KiB. */
    static final int MOST_BYTES = 1 << 20;

    private RequestBody() {}

    static Secret read(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > MOST_BYTES) {
            throw tooLarge(request);
        }
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw tooLarge(request);
        }
        if (body.length > 0 && !isJson(request.getContentType())) {
            throw Problem.fatal(
                            "CONTENT_TYPE_UNSUPPORTED", "the body is not sent as JSON", "Send it as application/json.")
                    .asException();
        }
        Secret secret = Secret.ofUtf8(body);
        Arrays.fill(body, (byte) 0);
        return secret;
    }

    private static boolean isJson(String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(ApiResponse.JSON);
    }

    /** Takes some more of the body first: a client that is cut off while it sends may never read the answer. */
    private static RuntimeException tooLarge(HttpServletRequest request) throws IOException {
        long unused = request.getInputStream().skip(MOST_BYTES);
        return Problem.fatal("BODY_TOO_LARGE", "the body has more than " + MOST_BYTES + " bytes", "Send less.")
                .asException();
    }
}
