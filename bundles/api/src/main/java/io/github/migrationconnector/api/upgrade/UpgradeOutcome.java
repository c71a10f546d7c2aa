package io.github.migrationconnector.api.upgrade;

/** How an upgrade ended. */
public enum UpgradeOutcome {
    /** The new set is in force and was found well. */
    GOOD,
    /** The new set was not well, and the previous one is in force again. */
    PUT_BACK,
    /** The daemon ended meanwhile; the previous set was in force when it came back. */
    CUT_OFF
}
