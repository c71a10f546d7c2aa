/** What the VMware estate has: virtual machines, their disks, and whether they can be replicated. */
@Export
@Version("0.1.0")
package io.github.migrationconnector.api.inventory;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
