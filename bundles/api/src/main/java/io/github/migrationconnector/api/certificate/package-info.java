/** The certificate that the connector itself shows to browsers and programs. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.certificate;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
