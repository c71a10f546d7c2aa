package io.github.migrationconnector.vsphere.internal.vim;

import com.vmware.vim25.VirtualDiskFlatVer2BackingInfo;

/**
 * A flat disk's backing with what vSphere 6.5 added to it: without the key, an encrypted disk would look like any other and
 * be copied as ciphertext. Source: vSphere Web Services API, data object VirtualDiskFlatVer2BackingInfo.
 */
public final class FlatBacking extends VirtualDiskFlatVer2BackingInfo {
    /** Set when the disk is encrypted. */
    @SuppressWarnings("MemberName") // the protocol's name
    public CryptoKeyId keyId;
}
