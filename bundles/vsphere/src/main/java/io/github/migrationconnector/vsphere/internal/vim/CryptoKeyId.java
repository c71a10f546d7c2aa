package io.github.migrationconnector.vsphere.internal.vim;

import com.vmware.vim25.DynamicData;

/**
 * The key that a virtual machine or disk is encrypted with. Since vSphere 6.5, so yavijava does not know it. Source: vSphere
 * Web Services API, data object CryptoKeyId.
 */
public final class CryptoKeyId extends DynamicData {
    @SuppressWarnings("MemberName") // the protocol's name
    public String keyId;
}
