package io.github.migrationconnector.smsapi.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.WebRequest;
import io.github.migrationconnector.smsapi.internal.operation.Operation;
import io.github.migrationconnector.smsapi.internal.operation.Operations;
import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import io.github.migrationconnector.smsapi.internal.protocol.SmsJson;
import io.github.migrationconnector.smsapi.internal.service.Services;
import io.github.migrationconnector.smsapi.internal.signature.ReceivedRequest;
import io.github.migrationconnector.smsapi.internal.signature.ReplayWindow;
import io.github.migrationconnector.smsapi.internal.signature.SignatureVerifier;
import io.github.migrationconnector.smsapi.internal.signature.VerifiedRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** One request after the other: through the gate, then whose it is, then the operation. */
final class Exchanges {
    /** In front of an operation's name in the header X-Amz-Target (service model, targetPrefix). */
    private static final String TARGET_PREFIX = "AWSServerMigrationService_V2016_10_24.";

    /** Of changes in one window of time. */
    private static final int MOST_CHANGES = 50_000;

    private final Services services;
    private final Operations operations;
    private final SignatureVerifier verifier;
    private final ReplayWindow replays;
    private final Performance performance;

    Exchanges(Services services, Operations operations, Clock clock, Path home) {
        this.services = services;
        this.operations = operations;
        this.verifier = new SignatureVerifier(id -> services.apiKeys().find(id), clock);
        this.replays =
                new ReplayWindow(clock, SignatureVerifier.CLOCK_WINDOW, MOST_CHANGES, home.resolve("sms-clocks-ahead"));
        this.performance = new Performance(services);
    }

    ObjectNode answer(HttpServletRequest request) throws IOException {
        WebRequest web = new WebRequest(
                request.getMethod(),
                request.getRequestURI(),
                request.getServerName() + ":" + request.getServerPort(),
                name -> Optional.ofNullable(request.getHeader(name)).orElse(""));
        refuse(services.gate().refusal(web, request.getRemoteAddr()));
        if (!request.getMethod().equals("POST")) {
            throw new SmsFault(FaultCode.METHOD_NOT_ALLOWED, "This API knows POST alone.");
        }
        ReceivedRequest received = Reception.of(request);
        VerifiedRequest verified = verifier.verify(received);
        refuse(services.gate().refusal(verified.principal()));
        Operation operation =
                operation(Optional.ofNullable(request.getHeader("X-Amz-Target")).orElse(""));
        performance.requireRole(operation, verified.principal(), request.getRemoteAddr());
        if (operation.changes()) {
            replays.take(verified);
        }
        return performance.perform(
                operation, SmsJson.read(received.body()), verified.principal(), request.getRemoteAddr());
    }

    private Operation operation(String target) {
        if (!target.startsWith(TARGET_PREFIX)) {
            throw unknown();
        }
        return operations.find(target.substring(TARGET_PREFIX.length())).orElseThrow(Exchanges::unknown);
    }

    private static SmsFault unknown() {
        return new SmsFault(
                FaultCode.UNKNOWN_OPERATION, "The header X-Amz-Target names no operation of the SMS API 2016-10-24.");
    }

    private static void refuse(Optional<Refusal> refusal) {
        if (refusal.isPresent()) {
            FaultCode code =
                    switch (refusal.get().status()) {
                        case 405 -> FaultCode.METHOD_NOT_ALLOWED;
                        case 421 -> FaultCode.MISDIRECTED_REQUEST;
                        case 429 -> FaultCode.THROTTLING;
                        default -> FaultCode.ACCESS_DENIED;
                    };
            throw new SmsFault(code, refusal.get().problem().message());
        }
    }
}
