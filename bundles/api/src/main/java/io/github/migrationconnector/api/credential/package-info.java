/** Secrets, and where they are kept. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.credential;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
