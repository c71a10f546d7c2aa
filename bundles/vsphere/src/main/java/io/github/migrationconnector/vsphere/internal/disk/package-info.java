/** Reads disks as snapshots froze them: ranges of their files, over HTTPS, several at once. */
package io.github.migrationconnector.vsphere.internal.disk;
