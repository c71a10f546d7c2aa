package io.github.migrationconnector.api.streaming;

import io.github.migrationconnector.api.source.SourceAddress;
import java.util.Objects;

/**
 * What is compared with a snapshot that is read back.
 *
 * @param target the place of the snapshot
 * @param snapshotId a completed snapshot
 * @param reference what it must equal
 */
public record VerifyRequest(TargetAddress target, String snapshotId, Reference reference) {
    public VerifyRequest {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(snapshotId, "snapshotId");
        Objects.requireNonNull(reference, "reference");
    }

    /** What a snapshot is compared with. */
    public sealed interface Reference {
        /** The digests in the journal of the transfer that made it, found by the snapshot's id. */
        record Journal() implements Reference {}

        /** The bytes of a source, read now. */
        record Source(SourceAddress address) implements Reference {
            public Source {
                Objects.requireNonNull(address, "address");
            }
        }
    }
}
