package io.github.migrationconnector.vsphere.internal.disk;

import io.github.migrationconnector.api.source.Extent;

/**
 * A range of a file's bytes.
 *
 * @param file where
 * @param sizeBytes how long the file is
 * @param bytes which of its bytes
 */
record FileRange(DatastorePath file, long sizeBytes, Extent bytes) {
    FileRange {
        if (bytes.endBytes() > sizeBytes) {
            throw new IllegalArgumentException(bytes + " is not within the " + sizeBytes + " bytes of " + file);
        }
    }

    /** What is left of it from an offset on. */
    FileRange from(long offsetBytes) {
        return new FileRange(file, sizeBytes, new Extent(offsetBytes, bytes.endBytes() - offsetBytes));
    }
}
