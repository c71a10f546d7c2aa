/** The session at vCenter that everything else here shares, and what its failures mean. */
package io.github.migrationconnector.vsphere.internal.session;
