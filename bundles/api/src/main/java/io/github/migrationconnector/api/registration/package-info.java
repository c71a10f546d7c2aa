/** Who this connector is, and its set-up. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.registration;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
