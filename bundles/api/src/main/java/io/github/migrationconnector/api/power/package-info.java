/** Whether machines of the estate run, and stopping and starting them. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.power;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
