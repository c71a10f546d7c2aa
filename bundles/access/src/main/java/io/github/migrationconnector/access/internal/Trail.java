package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.network.IpText;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import java.util.function.Supplier;

/**
 * Writes into the audit trail that something begins, does it, and writes how it ended. So nothing is done that can't be written
 * down; and what has no second record was cut off in its middle.
 */
record Trail(Audit audit) {
    <T> T of(Actor actor, String action, String target, Supplier<T> work) {
        audit.append(AuditEvent.of(actor, action, target, Result.BEGUN));
        T outcome;
        try {
            outcome = work.get();
        } catch (ConnectorException refusal) {
            Result result = refusal.problem().retry() == Retry.NEVER ? Result.REFUSED : Result.FAILED;
            audit.append(AuditEvent.of(actor, action, target, result));
            throw refusal;
        } catch (RuntimeException failure) {
            audit.append(AuditEvent.of(actor, action, target, Result.FAILED));
            throw failure;
        }
        audit.append(AuditEvent.of(actor, action, target, Result.DONE));
        return outcome;
    }

    void of(Actor actor, String action, String target, Runnable work) {
        of(actor, action, target, () -> {
            work.run();
            return Result.DONE;
        });
    }

    /** What a stranger tried. */
    void stranger(String name, String address, String action, Result result) {
        audit.append(new AuditEvent(name, IpText.of(address), action, "", result));
    }
}
