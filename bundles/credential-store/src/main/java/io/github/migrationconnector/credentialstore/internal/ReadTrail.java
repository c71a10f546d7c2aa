package io.github.migrationconnector.credentialstore.internal;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.problem.ConnectorException;
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

    synchronized void append(AuditEvent event) {
        if (waiting.size() == MOST_WAITING) {
            log.error("The audit trail is away for long; this is written here alone: {}", waiting.remove());
        }
        waiting.add(event);
        handOver();
    }

    private void handOver() {
        try {
            while (audit.isPresent() && !waiting.isEmpty()) {
                audit.get().append(waiting.peek());
                waiting.remove();
            }
        } catch (ConnectorException failure) {
            log.error("What was done with credentials can't be written into the audit trail yet", failure);
        }
    }
}
