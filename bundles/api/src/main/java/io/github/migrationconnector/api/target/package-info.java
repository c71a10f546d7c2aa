/** Where bytes go: snapshots made of blocks, with parents, as EBS has them. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.target;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
