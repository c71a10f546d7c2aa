/** Who did what: a trail that can only grow, and shows when it was touched. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.audit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
