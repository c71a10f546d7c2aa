package io.github.migrationconnector.api.audit;

import java.util.Objects;

/**
 * What a look at the whole trail found.
 *
 * @param records how many records hold, from the oldest on
 * @param intact whether that is all of them
 * @param file the file with the first line that does not hold; empty when all do
 * @param line its number in that file, from 1 on; 0 when all hold
 * @param finding what is wrong there, in one sentence; empty when all hold
 * @param head the newest record that holds, to be noted elsewhere
 */
public record AuditVerification(
        long records, boolean intact, String file, long line, String finding, AuditAnchor head) {
    public AuditVerification {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(finding, "finding");
        Objects.requireNonNull(head, "head");
        if (intact != finding.isEmpty()) {
            throw new IllegalArgumentException("a trail that is not intact has a finding");
        }
    }
}
