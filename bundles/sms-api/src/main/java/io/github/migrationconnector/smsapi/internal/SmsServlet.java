package io.github.migrationconnector.smsapi.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.web.Drain;
import io.github.migrationconnector.smsapi.internal.operation.Operations;
import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import io.github.migrationconnector.smsapi.internal.protocol.SmsJson;
import io.github.migrationconnector.smsapi.internal.service.Services;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frame of the AWS JSON protocol 1.1 (Smithy, "AWS JSON 1.1 protocol"): one path, POST alone, the operation in the header
 * X-Amz-Target, errors told by the member {@code __type}, and an id for each request.
 */
public final class SmsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(SmsServlet.class);

    private final transient Exchanges exchanges;
    private final transient Drain drain = new Drain();

    /** @param home of the connector */
    public SmsServlet(Services services, Operations operations, Clock clock, Path home) {
        this.exchanges = new Exchanges(services, operations, clock, home);
    }

    /** Answers nothing new, and waits for what is being answered; whether all was in time. */
    public boolean drain() {
        return drain.close();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String requestId = UUID.randomUUID().toString();
        response.setHeader("x-amzn-RequestId", requestId);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (!drain.enter()) {
            send(response, fault(response, FaultCode.TEMPORARILY_UNAVAILABLE, "The API is being replaced."));
            return;
        }
        try {
            send(response, answer(request, response, requestId));
        } finally {
            drain.leave();
        }
    }

    private ObjectNode answer(HttpServletRequest request, HttpServletResponse response, String requestId)
            throws IOException {
        try {
            return exchanges.answer(request);
        } catch (SmsFault e) {
            return fault(response, e.code(), e.getMessage());
        } catch (ConnectorException e) {
            // outside of any operation: a service that the frame itself needs is away
            LOG.warn("{} not answered: {}", requestId, e.problem().code());
            return fault(
                    response, FaultCode.TEMPORARILY_UNAVAILABLE, e.problem().message());
        } catch (RuntimeException e) {
            LOG.error("{} failed", requestId, e);
            return fault(response, FaultCode.INTERNAL_ERROR, "An unexpected failure; the log tells it by " + requestId);
        }
    }

    private static void send(HttpServletResponse response, ObjectNode body) throws IOException {
        byte[] bytes = SmsJson.bytes(body);
        response.setContentType(SmsJson.CONTENT_TYPE);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static ObjectNode fault(HttpServletResponse response, FaultCode code, String message) {
        response.setStatus(code.status());
        if (code == FaultCode.METHOD_NOT_ALLOWED) {
            response.setHeader("Allow", "POST");
        }
        if (code == FaultCode.TEMPORARILY_UNAVAILABLE) {
            response.setHeader("Retry-After", "1");
        }
        // x-amzn-ErrorType is what some clients look at first
        response.setHeader("x-amzn-ErrorType", code.type());
        return SmsJson.object().put("__type", code.type()).put("message", message);
    }
}
