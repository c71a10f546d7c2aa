/** The machine's own network: what is wanted, what is in force, and how one becomes the other without locking anybody out. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.network;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
