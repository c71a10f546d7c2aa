package io.github.migrationconnector.api.image;

import java.util.Objects;

/**
 * One disk of an image.
 *
 * @param deviceName as EC2 names it: {@code /dev/sda1} for the root, then {@code /dev/sdb}, …
 * @param snapshotId a completed EBS snapshot
 * @param volumeSizeGib at least the snapshot's
 */
public record ImageDisk(String deviceName, String snapshotId, long volumeSizeGib) {
    public ImageDisk {
        Objects.requireNonNull(deviceName, "deviceName");
        Objects.requireNonNull(snapshotId, "snapshotId");
        if (volumeSizeGib < 1) {
            throw new IllegalArgumentException("a volume of " + volumeSizeGib + " GiB");
        }
    }
}
