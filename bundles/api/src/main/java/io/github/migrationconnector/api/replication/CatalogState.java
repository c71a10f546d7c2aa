package io.github.migrationconnector.api.replication;

/** The life of the catalog, by the retired service's names (ServerCatalogStatus). */
public enum CatalogState {
    /** Never imported. */
    NOT_IMPORTED,
    /** Being read from vCenter. */
    IMPORTING,
    /** Fit for use. */
    AVAILABLE,
    /** Deleted by a person. */
    DELETED,
    /** Too old to be believed: import it again. */
    EXPIRED
}
