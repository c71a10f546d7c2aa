/** How a failure is told: with a code, whether to try again, and the fix for the person who reads it. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.problem;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
