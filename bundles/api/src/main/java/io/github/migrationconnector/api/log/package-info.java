/** What the connector writes down of its work: read, searched, followed, and how much of it is written. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.log;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
