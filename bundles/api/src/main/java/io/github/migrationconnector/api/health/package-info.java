/** How the connector is, and why: checks by whoever knows a thing, rolled up by one keeper. */
@Export
@Version("0.2.0")
package io.github.migrationconnector.api.health;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
