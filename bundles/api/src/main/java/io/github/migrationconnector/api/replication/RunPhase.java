package io.github.migrationconnector.api.replication;

/**
 * The steps of a run, in order. Each is on disk before it acts, and may be repeated without harm: a daemon that was killed
 * goes on with the phase that it finds.
 */
public enum RunPhase {
    /** Pre-flight of the VM, and of what the target allows; nothing is made. */
    CHECKING,
    /** Of a cut-over alone: the guest is shut down. */
    SHUTTING_DOWN,
    /** Changed-block tracking on, then the VM snapshot. */
    SNAPSHOTTING,
    /** Which blocks of each disk are read: all, or what changed since the last completed run. */
    PLANNING,
    /** Each disk's blocks into its EBS snapshot, until that is completed. */
    TRANSFERRING,
    /** Each disk's change id and EBS snapshot become the ones that the next run builds on. */
    RECORDING,
    /** The VM snapshot goes. */
    RELEASING,
    /** The image is registered and tagged. */
    REGISTERING,
    /** All done. */
    FINISHED
}
