/** The connector's one database, lent to the owners of its tables. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
