/** What the estate has, and whether it can be replicated. */
package io.github.migrationconnector.vsphere.internal.inventory;
