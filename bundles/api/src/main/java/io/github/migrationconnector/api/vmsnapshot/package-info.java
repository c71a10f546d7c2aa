/** Snapshots of virtual machines, made and removed by this connector, and what changed between two of them. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.vmsnapshot;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
