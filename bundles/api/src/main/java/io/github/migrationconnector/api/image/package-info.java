/** Machine images made from snapshots. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.image;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
