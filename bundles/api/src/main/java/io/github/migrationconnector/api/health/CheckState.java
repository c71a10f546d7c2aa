package io.github.migrationconnector.api.health;

/** What a look at one thing found, the best first. */
public enum CheckState {
    OK,
    /** It could not be looked at, or there is nothing to look at yet: no reason for alarm. */
    UNKNOWN,
    /** It works, and won't for long unless somebody looks after it. */
    WARNING,
    /** It keeps the connector from its work: the connector is UNHEALTHY. */
    FAILING
}
