package io.github.migrationconnector.api.audit;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The audit trail. What was appended is on disk when the call returns, and can't be changed without being noticed. */
@ProviderType
public interface Audit {
    /**
     * Appends; to be called for each change of a state, whether it was done, refused, or failed. Who can, appends that it
     * begins, too, before anything is changed: then nothing changes that can't be written down.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code AUDIT_UNWRITABLE}
     */
    void append(AuditEvent event);

    /**
     * Reads backwards.
     *
     * @param before only records with a smaller number; {@link Long#MAX_VALUE} for the newest
     * @param most how many at most, up to 1,000
     * @return the newest of them first; empty behind the oldest
     */
    List<AuditRecord> newestBefore(long before, int most);

    /** Checks the whole trail, and locates the first line that was changed, removed, or put in. */
    AuditVerification verify();
}
