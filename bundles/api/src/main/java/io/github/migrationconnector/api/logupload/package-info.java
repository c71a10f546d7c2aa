/** The logs, sent where somebody else can read them: settings, state, and the port that each kind of target implements. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.logupload;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
