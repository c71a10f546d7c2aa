/** Who may use the connector. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.access;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
