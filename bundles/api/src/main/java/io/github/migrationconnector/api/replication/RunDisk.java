package io.github.migrationconnector.api.replication;

import io.github.migrationconnector.api.streaming.TransferProgress;
import java.util.Objects;

/**
 * One disk of a run.
 *
 * @param key device key
 * @param label as vCenter shows it
 * @param capacityBytes its size
 * @param way how its blocks were chosen, and why: {@code full: first run}, {@code changed areas}, {@code compare: …}
 * @param snapshotId its EBS snapshot; empty before there is one
 * @param progress how far it is
 */
public record RunDisk(
        int key, String label, long capacityBytes, String way, String snapshotId, TransferProgress progress) {
    public RunDisk {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(way, "way");
        Objects.requireNonNull(snapshotId, "snapshotId");
        Objects.requireNonNull(progress, "progress");
    }
}
