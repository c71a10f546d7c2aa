/** Upgrades of the connector in place: what would change, what is under way, what was done. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.upgrade;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
