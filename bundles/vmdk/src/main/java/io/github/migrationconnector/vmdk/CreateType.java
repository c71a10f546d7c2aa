package io.github.migrationconnector.vmdk;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a disk was made, as {@code createType} of its descriptor says. Names: VMware, Virtual Disk Format 5.0, "The Header";
 * {@code seSparse} as QEMU's {@code block/vmdk.c} knows it.
 */
public enum CreateType {
    MONOLITHIC_SPARSE("monolithicSparse"),
    MONOLITHIC_FLAT("monolithicFlat"),
    TWO_GB_MAX_EXTENT_SPARSE("twoGbMaxExtentSparse"),
    TWO_GB_MAX_EXTENT_FLAT("twoGbMaxExtentFlat"),
    STREAM_OPTIMIZED("streamOptimized"),
    VMFS("vmfs"),
    VMFS_PREALLOCATED("vmfsPreallocated"),
    VMFS_EAGER_ZEROED_THICK("vmfsEagerZeroedThick"),
    VMFS_THIN("vmfsThin"),
    VMFS_SPARSE("vmfsSparse"),
    SE_SPARSE("seSparse"),
    CUSTOM("custom"),
    /** A whole disk of the host. */
    FULL_DEVICE("fullDevice"),
    /** Partitions of the host's disk. */
    PARTITIONED_DEVICE("partitionedDevice"),
    VMFS_RAW("vmfsRaw"),
    VMFS_RAW_DEVICE_MAP("vmfsRawDeviceMap"),
    VMFS_PASSTHROUGH_RAW_DEVICE_MAP("vmfsPassthroughRawDeviceMap"),
    /** Older names of the two before. */
    VMFS_RDM("vmfsRDM"),
    VMFS_RDMP("vmfsRDMP");

    private final String word;

    CreateType(String word) {
        this.word = word;
    }

    /** As it stands in a descriptor. */
    public String word() {
        return word;
    }

    /** Whether the bytes lie on a physical disk, and files only point there. */
    public boolean onDevice() {
        return switch (this) {
            case FULL_DEVICE,
                    PARTITIONED_DEVICE,
                    VMFS_RAW,
                    VMFS_RAW_DEVICE_MAP,
                    VMFS_PASSTHROUGH_RAW_DEVICE_MAP,
                    VMFS_RDM,
                    VMFS_RDMP -> true;
            case MONOLITHIC_SPARSE,
                    MONOLITHIC_FLAT,
                    TWO_GB_MAX_EXTENT_SPARSE,
                    TWO_GB_MAX_EXTENT_FLAT,
                    STREAM_OPTIMIZED,
                    VMFS,
                    VMFS_PREALLOCATED,
                    VMFS_EAGER_ZEROED_THICK,
                    VMFS_THIN,
                    VMFS_SPARSE,
                    SE_SPARSE,
                    CUSTOM -> false;
        };
    }

    /** Finds a type by its word, whatever the case; empty when nobody knows it. */
    public static Optional<CreateType> of(String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> type.word.toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst();
    }
}
