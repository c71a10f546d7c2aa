/** How to reach the two sides, and with which credentials: from the settings, or from the environment. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.connection;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
