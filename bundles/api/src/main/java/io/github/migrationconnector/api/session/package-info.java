/** Logins that are under way. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.session;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
