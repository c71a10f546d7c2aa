/** VMware's disk formats: descriptors and extents. Reads through {@link io.github.migrationconnector.vmdk.RandomAccess}. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.vmdk;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
