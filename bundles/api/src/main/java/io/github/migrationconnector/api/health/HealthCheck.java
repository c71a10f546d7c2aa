package io.github.migrationconnector.api.health;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks at one thing. Registered as a service by whoever knows that thing; called by {@link Health} alone, on a thread of its
 * own, never twice at once. Whoever wants to know asks {@link Health}.
 */
@ConsumerType
public interface HealthCheck {
    /** The same at each call. */
    CheckProfile profile();

    /**
     * Looks. Changes nothing; may wait for another machine, and ends when interrupted.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException counts as FAILING with its problem; one that says
     *     that a service is being swapped ({@code SERVICE_…}, retry ON_RESUME) changes nothing
     */
    CheckFinding look();
}
