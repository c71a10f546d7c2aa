/** What all that answers web requests has in common: the console, the JSON API and the SMS API. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.web;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
