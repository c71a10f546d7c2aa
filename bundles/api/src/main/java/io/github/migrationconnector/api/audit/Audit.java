package io.github.migrationconnector.api.audit;

import java.util.ArrayList;
import java.util.Collections;
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

    /**
     * Reads on from a record that was read before; cheap when nothing, or not much, was appended since.
     *
     * @param number only records with a larger number
     * @param most how many at most, up to 1,000
     * @return the oldest of them first; empty behind the newest
     */
    default List<AuditRecord> after(long number, int most) {
        List<AuditRecord> page = new ArrayList<>(newestBefore(number + most + 1, most));
        page.removeIf(each -> each.number() <= number);
        Collections.reverse(page);
        return page;
    }

    /** Checks the whole trail, and locates the first line that was changed, removed, or put in. */
    default AuditVerification verify() {
        return verify(AuditAnchor.NONE);
    }

    /**
     * The same, and whether the trail still has the record that was noted once.
     *
     * @param noted from {@link AuditVerification#head()} of an earlier look, kept out of reach of whoever may write the trail
     */
    AuditVerification verify(AuditAnchor noted);
}
