package io.github.migrationconnector.api.upgrade;

/** What the upgrader is doing. */
public enum UpgradeStage {
    /** Nothing. */
    IDLE,
    /** Checks signatures, and finds out what would change. */
    VERIFYING,
    /** Copies the new set's files into the home, each against its digest. */
    STAGING,
    /** Replaces bundles while the daemon runs. */
    SWAPPING,
    /** Starts the framework anew. */
    RESTARTING,
    /** Watches whether the new set is well. */
    WATCHING,
    /** Puts the previous set back. */
    PUTTING_BACK
}
