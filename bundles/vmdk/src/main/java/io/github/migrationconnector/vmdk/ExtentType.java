package io.github.migrationconnector.vmdk;

/**
 * How an extent's bytes are stored. Names as they stand in a descriptor: VMware, Virtual Disk Format 5.0, "Extent
 * Descriptions"; SESPARSE as vSphere 6.5 and later write it.
 */
public enum ExtentType {
    /** Byte for byte, in a file of a hosted product. */
    FLAT,
    /** Byte for byte, in a file on a datastore. */
    VMFS,
    /** Nothing stored: reads as zeros. */
    ZERO,
    /** Grains behind a grain directory (magic KDMV). */
    SPARSE,
    /** Grains behind a grain directory, ESX's own (magic COWD). */
    VMFSSPARSE,
    /** Space-efficient sparse, ESXi's redo files from VMFS 6 on. */
    SESPARSE,
    /** A physical disk mapped in virtual mode. */
    VMFSRDM,
    /** A physical disk mapped in pass-through mode. */
    VMFSRAW;

    /** Whether the bytes lie in the file as the guest sees them. */
    public boolean flat() {
        return switch (this) {
            case FLAT, VMFS, ZERO -> true;
            case SPARSE, VMFSSPARSE, SESPARSE, VMFSRDM, VMFSRAW -> false;
        };
    }
}
