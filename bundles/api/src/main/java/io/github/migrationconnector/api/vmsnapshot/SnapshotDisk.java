package io.github.migrationconnector.api.vmsnapshot;

import io.github.migrationconnector.api.source.SourceAddress;
import java.util.Objects;

/**
 * One disk as a VM snapshot holds it.
 *
 * @param key device key
 * @param label as vCenter shows it
 * @param capacityBytes its size at the time of the snapshot
 * @param uuid the backing's UUID; empty when it has none
 * @param changeId where changed-block tracking stood at the snapshot; empty when it was not on
 * @param source opens its frozen content
 */
public record SnapshotDisk(
        int key, String label, long capacityBytes, String uuid, String changeId, SourceAddress source) {
    public SnapshotDisk {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(changeId, "changeId");
        Objects.requireNonNull(source, "source");
    }
}
