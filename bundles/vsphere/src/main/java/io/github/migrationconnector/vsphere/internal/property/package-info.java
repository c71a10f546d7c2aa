/** Properties of vCenter's objects: retrieved in pages, and waited for. */
package io.github.migrationconnector.vsphere.internal.property;
