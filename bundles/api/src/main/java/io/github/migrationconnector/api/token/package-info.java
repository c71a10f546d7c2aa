/** Bearer tokens for programs. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.token;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
