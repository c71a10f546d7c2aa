package io.github.migrationconnector.api.replication;

/** Whose licence an image's operating system uses, by the retired service's names. */
public enum LicenseType {
    /** AWS's. An image that is registered from snapshots can't have it: each run says so before it begins. */
    AWS,
    /** The owner's own. */
    BYOL
}
