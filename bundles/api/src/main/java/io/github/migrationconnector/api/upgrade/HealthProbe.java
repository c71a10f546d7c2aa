package io.github.migrationconnector.api.upgrade;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Tells whether a bundle does its work. Registered as a service by the bundle itself; asked again and again while a new
 * set is watched, and an upgrade whose probes fail is put back.
 *
 * <p>A probe answers within two seconds, changes nothing, and asks nothing of vCenter, AWS or another machine: their
 * trouble is no reason to put an upgrade back.
 */
@ConsumerType
public interface HealthProbe {
    /**
     * Returns when all is well; throws anything when not.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException one that a retry may help against ({@link
     *     io.github.migrationconnector.api.problem.Retry}) is the trouble of something else, such as a database that others
     *     keep busy: no reason either
     */
    void check();
}
