/** Which servers are believed: their certificates, fetched, shown, accepted, and watched for changes. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.trust;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
