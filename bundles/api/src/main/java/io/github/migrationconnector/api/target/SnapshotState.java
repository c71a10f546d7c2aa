package io.github.migrationconnector.api.target;

/** Where a snapshot stands. */
public enum SnapshotState {
    /** Takes blocks, or was completed and is not ready yet. */
    PENDING,
    /** Ready to be read, to be a parent, to be part of an image. */
    COMPLETED,
    /** Lost: timed out or failed at the target. */
    ERROR
}
