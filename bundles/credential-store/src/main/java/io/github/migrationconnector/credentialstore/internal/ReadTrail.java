package io.github.migrationconnector.credentialstore.internal;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what happened to the audit trail, as soon as it is there: secrets are read before it, while the connector starts.
 * Trouble with the trail does not keep a run from its credentials; it is logged, and what is waiting is handed over later.
 */
final class ReadTrail {
    private static final Logger log = LoggerFactory.getLogger(ReadTrail.class);
    private static final int MOST_WAITING = 1000;

    private final Queue<AuditEvent> waiting = new ArrayDeque<>();
    private Optional<Audit> audit = Optional.empty();

    synchronized void arrived(Audit trail) {
        audit = Optional.of(trail);
        handOver();
    }

    synchronized void left(Audit trail) {
        audit = audit.filter(current -> current != trail);
    }

    /** Writes down what is about to be done, behind all that waits; throws when that can't be, so that it is not done. */
    synchronized void begin(AuditEvent event) {
        if (audit.isEmpty()) {
            throw new Problem(
                            "AUDIT_AWAY",
                            "There is no audit trail now, and what is done with the keys has to be written down first.",
                            "Try again in a moment; if it stays so, look into the log.",
                            Retry.WHEN_FREE)
                    .asException();
        }
        writeWaiting(audit.get());
        audit.get().append(event);
    }

    synchronized void append(AuditEvent event) {
        if (waiting.size() == MOST_WAITING) {
            log.error("The audit trail is away for long; this is written here alone: {}", waiting.remove());
        }
        waiting.add(event);
        handOver();
    }

    private void handOver() {
        try {
            if (audit.isPresent()) {
                writeWaiting(audit.get());
            }
        } catch (ConnectorException failure) {
            // what is waiting is kept: a full disk, say, is no fault of the connector's own
            log.warn("What was done with credentials can't be written into the audit trail yet", failure);
        }
    }

    private void writeWaiting(Audit trail) {
        while (!waiting.isEmpty()) {
            trail.append(waiting.peek());
            waiting.remove();
        }
    }
}
