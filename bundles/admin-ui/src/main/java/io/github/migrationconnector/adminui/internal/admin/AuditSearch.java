package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of what a query finds. A look goes through a bounded number of records; what is older is behind the link to the next
 * page, even when this one found little.
 *
 * @param records the newest first
 * @param next where the next page begins; 0 when there is none
 */
record AuditSearch(List<AuditRecord> records, long next) {
    static final int ROWS = 50;
    private static final int AT_ONCE = 1_000;
    private static final int MOST_LOOKED_AT = 20_000;

    AuditSearch {
        records = List.copyOf(records);
    }

    static AuditSearch of(Audit audit, AuditQuery query) {
        List<AuditRecord> found = new ArrayList<>();
        long before = query.before();
        for (int seen = 0; seen < MOST_LOOKED_AT; ) {
            List<AuditRecord> some = audit.newestBefore(before, AT_ONCE);
            if (some.isEmpty()) {
                return new AuditSearch(found, 0);
            }
            for (AuditRecord record : some) {
                if (query.isBeforeAll(record)) {
                    return new AuditSearch(found, 0);
                }
                if (query.wants(record)) {
                    if (found.size() == ROWS) {
                        return new AuditSearch(found, found.get(ROWS - 1).number());
                    }
                    found.add(record);
                }
                before = record.number();
            }
            seen += some.size();
        }
        return new AuditSearch(found, before);
    }
}
