/** What the connector tells its administrators by itself: when, by which way, and what became of it. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.notification;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
