/** One disk into one snapshot: started, resumed, verified. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.streaming;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
