/** Whether what the connector has to reach can be reached, and at which step the way there breaks. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.connectivity;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
