package io.github.migrationconnector.vsphere.internal.vim;

import com.vmware.vim25.VirtualDevice;

/** A virtual TPM; since vSphere 6.7. Source: vSphere Web Services API, data object VirtualTPM. */
public final class VirtualTPM extends VirtualDevice {}
