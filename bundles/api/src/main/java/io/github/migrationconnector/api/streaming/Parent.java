package io.github.migrationconnector.api.streaming;

import io.github.migrationconnector.api.source.SourceAddress;
import java.util.Objects;

/** What a transfer builds on. */
public sealed interface Parent {
    /** Nothing: a full transfer. */
    record Nothing() implements Parent {}

    /**
     * A completed snapshot.
     *
     * @param snapshotId at the same target
     * @param transferId the transfer that made it, whose digests are used; when this home has none, or it is empty, the
     *     digests come from reading the snapshot back
     */
    record Snapshot(String snapshotId, String transferId) implements Parent {
        public Snapshot {
            if (snapshotId.isBlank()) {
                throw new IllegalArgumentException("empty parent snapshot id");
            }
            Objects.requireNonNull(transferId, "transferId");
        }
    }

    /**
     * A completed snapshot that holds the bytes of a disk at hand: an older copy, say. The digests come from that disk.
     *
     * @param snapshotId at the same target
     * @param base what the snapshot holds
     */
    record SnapshotOf(String snapshotId, SourceAddress base) implements Parent {
        public SnapshotOf {
            if (snapshotId.isBlank()) {
                throw new IllegalArgumentException("empty parent snapshot id");
            }
            Objects.requireNonNull(base, "base");
        }
    }
}
