package io.github.migrationconnector.api.target;

import java.util.Map;
import java.util.Objects;

/**
 * A snapshot to be started. The same spec with the same token starts the same snapshot again, not a second one.
 *
 * @param clientToken 1 to 64 printable ASCII characters; on disk before start is called (correctness rule 12)
 * @param capacityBytes the disk's size; the volume's size is this rounded up to whole GiB
 * @param lineage alone or on a parent
 * @param description for people, at most 255 characters
 * @param tags key to value
 */
public record SnapshotSpec(
        String clientToken, long capacityBytes, Lineage lineage, String description, Map<String, String> tags) {
    private static final long GIB = 1L << 30;

    public SnapshotSpec {
        if (!clientToken.matches("[!-~]{1,64}")) {
            throw new IllegalArgumentException("a client token has 1 to 64 printable ASCII characters");
        }
        if (capacityBytes < 1) {
            throw new IllegalArgumentException("a disk of " + capacityBytes + " bytes");
        }
        Objects.requireNonNull(lineage, "lineage");
        Objects.requireNonNull(description, "description");
        tags = Map.copyOf(tags);
    }

    /** Whole GiB, rounded up: what EBS calls VolumeSize. */
    public long volumeSizeGib() {
        return (capacityBytes + GIB - 1) / GIB;
    }
}
