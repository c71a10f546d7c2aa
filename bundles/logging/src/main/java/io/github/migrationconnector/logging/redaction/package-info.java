/** Takes secrets out of texts, and on request the names and addresses of machines. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.logging.redaction;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
