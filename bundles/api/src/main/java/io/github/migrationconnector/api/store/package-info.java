/** The copies that the connector makes of its own store. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
