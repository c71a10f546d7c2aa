package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The text that describes a disk: which files hold it, and on which parent it stands. Format: VMware, Virtual Disk Format
 * 5.0, "The Descriptor".
 *
 * @param contentId the CID: changes with the first write after an opening
 * @param parentContentId the parent's CID; {@link #NO_PARENT} without one
 * @param parentFileNameHint where the parent's descriptor was when this one was written; empty without. Only a hint: the
 *     CIDs say whether it is the right one
 * @param createType such as {@code monolithicFlat}, {@code twoGbMaxExtentFlat}, {@code vmfs}
 * @param extents in the order of the disk, at least one
 * @param ddb the disk database: geometry, adapter, UUID, … by key without the prefix {@code ddb.}
 */
public record VmdkDescriptor(
        long contentId,
        long parentContentId,
        String parentFileNameHint,
        String createType,
        List<VmdkExtent> extents,
        Map<String, String> ddb) {
    /** The parent's CID of a disk without parent. */
    public static final long NO_PARENT = 0xFFFF_FFFFL;

    public VmdkDescriptor {
        Objects.requireNonNull(parentFileNameHint, "parentFileNameHint");
        Objects.requireNonNull(createType, "createType");
        extents = List.copyOf(extents);
        ddb = Map.copyOf(ddb);
        if (extents.isEmpty()) {
            throw new IllegalArgumentException("a disk without extents");
        }
        if (extents.stream().mapToLong(VmdkExtent::sizeSectors).reduce(0, Math::addExact) > VmdkExtent.MAX_SECTORS) {
            throw new IllegalArgumentException("a disk larger than any");
        }
    }

    public boolean hasParent() {
        return parentContentId != NO_PARENT;
    }

    /** For a descriptor that lies in the file which it describes. */
    void requireEmbedded(String name) {
        // the name in it does not count: a file that was renamed is still the one that the text lies in
        if (extents.size() != 1
                || extents.get(0).type() != ExtentType.SPARSE
                || extents.get(0).offsetSectors() != 0) {
            throw VmdkProblem.notSupported(name, "has an embedded descriptor of other extents than itself");
        }
    }

    public long capacityBytes() {
        return extents.stream().mapToLong(VmdkExtent::sizeBytes).sum();
    }

    /**
     * For those who read flat files alone.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException when the disk has a parent, or an extent of
     *     another type than FLAT, VMFS and ZERO
     */
    public void requireFlat() {
        if (hasParent()) {
            throw Problem.fatal(
                            "VMDK_HAS_PARENT",
                            "The disk stands on a parent (parentCID %08x).".formatted(parentContentId),
                            "Consolidate the disk's snapshots first, or convert the disk to a flat one.")
                    .asException();
        }
        for (VmdkExtent extent : extents) {
            if (!extent.type().flat()) {
                throw Problem.fatal(
                                "VMDK_TYPE_NOT_SUPPORTED",
                                "The disk is stored as " + extent.type() + " (" + createType
                                        + "); only flat disks can be read here.",
                                "Convert it to a flat disk, for example with vmkfstools -i or Storage vMotion.")
                        .asException();
            }
        }
    }
}
