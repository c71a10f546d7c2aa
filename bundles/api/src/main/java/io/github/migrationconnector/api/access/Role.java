package io.github.migrationconnector.api.access;

/** What a user may do; each role may do what the later ones may. */
public enum Role {
    /** Everything. */
    ADMIN,
    /** Runs replications; changes no settings and no users. */
    OPERATOR,
    /** Looks. */
    VIEWER;

    /** Whether this role includes another. */
    public boolean includes(Role other) {
        return compareTo(other) <= 0;
    }
}
