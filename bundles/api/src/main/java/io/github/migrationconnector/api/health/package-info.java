/** How the connector is, and why. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.health;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
