/** Types of the vSphere API that are younger than yavijava, where ignoring them would be wrong. */
package io.github.migrationconnector.vsphere.internal.vim;
