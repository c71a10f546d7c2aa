package io.github.migrationconnector.api.target;

import java.util.Objects;

/** Whether a snapshot stands alone or on a parent. A parent and an encryption exclude each other (EBS StartSnapshot). */
public sealed interface Lineage {
    /** Stands alone: every block that is not zero is put, and when encrypted every block. */
    record Full(Encryption encryption) implements Lineage {
        public Full {
            Objects.requireNonNull(encryption, "encryption");
        }
    }

    /** Inherits every block that is not put, and the encryption, from a completed snapshot. */
    record ChildOf(String parentSnapshotId) implements Lineage {
        public ChildOf {
            if (parentSnapshotId.isBlank()) {
                throw new IllegalArgumentException("empty parent snapshot id");
            }
        }
    }
}
