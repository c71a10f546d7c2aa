/** The people who may log in. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.user;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
