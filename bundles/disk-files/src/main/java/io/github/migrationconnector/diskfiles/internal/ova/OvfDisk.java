package io.github.migrationconnector.diskfiles.internal.ova;

import java.util.Objects;

/**
 * One disk of an OVF descriptor.
 *
 * @param diskId as the descriptor names it
 * @param fileName where its bytes are; empty for a disk that is created empty
 * @param capacityBytes what the guest sees
 */
public record OvfDisk(String diskId, String fileName, long capacityBytes) {
    public OvfDisk {
        Objects.requireNonNull(diskId, "diskId");
        Objects.requireNonNull(fileName, "fileName");
        if (capacityBytes < 1) {
            throw new IllegalArgumentException("a disk of " + capacityBytes + " bytes");
        }
    }
}
