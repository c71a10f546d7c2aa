package io.github.migrationconnector.api.streaming;

/** What a transfer does at the moment. */
public enum TransferStage {
    /** Opens source, target and journal; reads the parent's digests back when the home lacks them. */
    PREPARING,
    /** Reads, compares and puts blocks. */
    STREAMING,
    /** Everything is put; the target makes the snapshot ready. */
    COMPLETING,
    /** The snapshot is ready and its digests are kept. */
    DONE
}
