package io.github.migrationconnector.smsapi.internal;

import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import io.github.migrationconnector.smsapi.internal.protocol.SmsJson;
import io.github.migrationconnector.smsapi.internal.signature.ReceivedRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Takes what of an HTTP request is signed, up to a bound. */
final class Reception {
    /** A thousand addresses of servers have less. */
    static final int MOST_BYTES = 256 << 10;

    private static final int HTTPS_PORT = 443;
    private static final int DRAINED_BYTES = 1 << 20;

    private Reception() {}

    static ReceivedRequest of(HttpServletRequest request) throws IOException {
        if (!isJson(request.getContentType())) {
            throw new SmsFault(
                    FaultCode.UNSUPPORTED_MEDIA_TYPE, "The body is not of type " + SmsJson.CONTENT_TYPE + ".");
        }
        if (request.getContentLengthLong() > MOST_BYTES) {
            throw tooLarge(request);
        }
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw tooLarge(request);
        }
        return new ReceivedRequest(
                new ReceivedRequest.Line(
                        request.getMethod(),
                        request.getRequestURI(),
                        Optional.ofNullable(request.getQueryString()).orElse("")),
                headers(request),
                body);
    }

    private static Map<String, List<String>> headers(HttpServletRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
        }
        // HTTP/2 has it as :authority
        headers.putIfAbsent(
                "host",
                List.of(
                        request.getServerPort() == HTTPS_PORT
                                ? request.getServerName()
                                : request.getServerName() + ":" + request.getServerPort()));
        return headers;
    }

    private static boolean isJson(String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(SmsJson.CONTENT_TYPE);
    }

    /** Takes some more of the body first: a client that is cut off while it sends may never read the answer. */
    private static SmsFault tooLarge(HttpServletRequest request) throws IOException {
        long unused = request.getInputStream().skip(DRAINED_BYTES);
        return new SmsFault(FaultCode.REQUEST_ENTITY_TOO_LARGE, "The body has more than " + MOST_BYTES + " bytes.");
    }
}
