package io.github.migrationconnector.api.upgrade;

/**
 * A change of the tables that a bundle owns.
 *
 * @param bundle its symbolic name
 * @param fromVersion of its tables before; 0 when it had none
 * @param toVersion of its tables afterwards; 0 when it has none
 * @param readable whether the older of both works with the tables of the newer
 */
public record TableChange(String bundle, int fromVersion, int toVersion, boolean readable) {
    public TableChange {
        if (bundle.isBlank() || fromVersion < 0 || toVersion < 0 || fromVersion == toVersion) {
            throw new IllegalArgumentException(bundle + " from tables " + fromVersion + " to " + toVersion);
        }
    }
}
