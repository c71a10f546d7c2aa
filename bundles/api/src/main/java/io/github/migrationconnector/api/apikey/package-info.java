/** Keys with which programs sign requests (AWS Signature Version 4). */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.apikey;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
