package io.github.migrationconnector.api.upgrade;

/** What becomes of the store when the older of two sets is put back in force. */
public enum WayBack {
    /** It stays as it is: the older set can read it. */
    WITHOUT_LOSS,
    /** The copy takes its place that was made before the newer set opened it: what was recorded since is lost. */
    BY_COPY,
    /** The older set can't read it, and the connector makes no copy of it: a backup of its own is needed. */
    NONE
}
