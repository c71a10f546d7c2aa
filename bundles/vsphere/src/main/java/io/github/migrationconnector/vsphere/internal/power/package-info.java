/** Stopping and starting virtual machines. */
package io.github.migrationconnector.vsphere.internal.power;
