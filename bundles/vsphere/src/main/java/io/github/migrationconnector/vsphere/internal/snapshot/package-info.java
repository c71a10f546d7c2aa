/** VM snapshots: made, found, removed, and what changed between two of them. */
package io.github.migrationconnector.vsphere.internal.snapshot;
