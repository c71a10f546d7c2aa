package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import java.util.Optional;

/** Tells failures of the database itself from wrong statements. */
interface Problems {
    /** The problem to show, when the database itself failed; empty when a statement was wrong. */
    Optional<ConnectorException> problemOf(Throwable failure);
}
