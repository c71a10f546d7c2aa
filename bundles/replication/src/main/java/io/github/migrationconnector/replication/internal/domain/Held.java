package io.github.migrationconnector.replication.internal.domain;

/**
 * A run that this connector may work on.
 *
 * @param cancelled whether it was called off and does not know yet: somebody may have asked another connector
 */
public record Held(String runId, boolean cancelled) {}
