/** Where bytes come from: disks as they were at one point in time, read in ascending order. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.source;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
