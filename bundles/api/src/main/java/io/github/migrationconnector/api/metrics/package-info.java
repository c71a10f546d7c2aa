/** What happens, counted and timed under a bounded set of names, for monitoring systems. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.metrics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
