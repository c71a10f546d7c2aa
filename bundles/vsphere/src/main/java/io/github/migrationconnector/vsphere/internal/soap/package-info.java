/** SOAP to a vCenter under yavijava's stubs: pinned, bounded in time and size, tolerant of younger servers. */
package io.github.migrationconnector.vsphere.internal.soap;
