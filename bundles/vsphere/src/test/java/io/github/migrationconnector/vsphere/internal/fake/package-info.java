/** A vCenter and its datastores in this process, for what the lab's can't do on demand. */
package io.github.migrationconnector.vsphere.internal.fake;
