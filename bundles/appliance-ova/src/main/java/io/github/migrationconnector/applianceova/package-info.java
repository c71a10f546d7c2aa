/** Packs a disk image of the appliance as an OVA; a program of the build, outside every bundle set. */
package io.github.migrationconnector.applianceova;
