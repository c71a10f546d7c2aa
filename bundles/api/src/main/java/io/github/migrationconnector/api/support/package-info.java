/** One file with all that somebody who helps has to see. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.support;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
