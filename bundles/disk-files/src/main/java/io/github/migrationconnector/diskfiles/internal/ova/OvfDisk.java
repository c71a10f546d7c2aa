package io.github.migrationconnector.diskfiles.internal.ova;

import java.util.Objects;

/**
 * One disk of an OVF descriptor.
 *
 * @param diskId as the descriptor names it
 * @param file where its bytes are; {@link OvfFile#NONE} for a disk that is created empty
 * @param capacityBytes what the guest sees
 */
public record OvfDisk(String diskId, OvfFile file, long capacityBytes) {
    public OvfDisk {
        Objects.requireNonNull(diskId, "diskId");
        Objects.requireNonNull(file, "file");
        if (capacityBytes < 1) {
            throw new IllegalArgumentException("a disk of " + capacityBytes + " bytes");
        }
    }

    /** The file's name; empty without one. */
    public String fileName() {
        return file.name();
    }
}
