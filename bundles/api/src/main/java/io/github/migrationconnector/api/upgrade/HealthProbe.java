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
    /** Returns when all is well; throws anything when not. */
    void check();
}
