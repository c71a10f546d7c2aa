/** Replication jobs and their runs. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.replication;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
