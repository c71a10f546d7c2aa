package io.github.migrationconnector.api.target;

import java.util.Objects;

/**
 * A snapshot with its owner.
 *
 * @param snapshotId its id
 * @param runId the run that made it
 */
public record OwnedSnapshot(String snapshotId, String runId) {
    public OwnedSnapshot {
        Objects.requireNonNull(snapshotId, "snapshotId");
        Objects.requireNonNull(runId, "runId");
    }
}
