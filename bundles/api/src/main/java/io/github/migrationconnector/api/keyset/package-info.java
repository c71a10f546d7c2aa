/** The keys that seal the stored secrets: their protection, rotation, backup. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.keyset;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
