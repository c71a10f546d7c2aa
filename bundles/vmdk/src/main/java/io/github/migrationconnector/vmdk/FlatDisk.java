package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.Extent;
import java.util.ArrayList;
import java.util.List;

/** Opens disks whose bytes lie in their files as the guest sees them: FLAT, VMFS and ZERO extents, no parent. */
public final class FlatDisk {
    private final VmdkDescriptor descriptor;

    /**
     * @param descriptor what the disk is
     * @throws ConnectorException when the disk has a parent, or an extent of another type, which the message names
     */
    public FlatDisk(VmdkDescriptor descriptor) {
        if (descriptor.hasParent()) {
            throw Problem.fatal(
                            "VMDK_HAS_PARENT",
                            "The disk stands on a parent (parentCID %08x).".formatted(descriptor.parentContentId()),
                            "Consolidate the disk's snapshots first, or convert the disk to a flat one.")
                    .asException();
        }
        for (VmdkExtent extent : descriptor.extents()) {
            if (!extent.type().flat()) {
                throw notFlat(extent.type().name(), descriptor.createType()).asException();
            }
        }
        this.descriptor = descriptor;
    }

    /**
     * The problem of a disk that is not flat.
     *
     * @param type of its extents, or what its file was recognised as
     * @param createType as its descriptor says; may be empty
     */
    public static Problem notFlat(String type, String createType) {
        return Problem.fatal(
                "VMDK_TYPE_NOT_SUPPORTED",
                "The disk is stored as " + type + (createType.isEmpty() ? "" : " (" + createType + ")")
                        + "; only flat disks can be read.",
                "Convert it to a flat disk, for example with qemu-img convert -O vmdk -o subformat=monolithicFlat.");
    }

    /**
     * Opens the extents' files.
     *
     * @return the disk, which closes them
     * @throws ConnectorException when one is not there, or shorter than the descriptor says
     */
    public SegmentedDisk open(ExtentFiles files) {
        List<Segment> segments = new ArrayList<>();
        List<RandomAccess> opened = new ArrayList<>();
        try {
            long offset = 0;
            for (VmdkExtent extent : descriptor.extents()) {
                Extent place = new Extent(offset, extent.sizeBytes());
                segments.add(segment(extent, place, files, opened));
                offset = place.endBytes();
            }
            return new SegmentedDisk(segments);
        } catch (ConnectorException e) {
            opened.forEach(RandomAccess::close);
            throw e;
        }
    }

    private static Segment segment(VmdkExtent extent, Extent place, ExtentFiles files, List<RandomAccess> opened) {
        if (extent.type() == ExtentType.ZERO) {
            return new Segment.Zeros(place);
        }
        String name = extent.fileName();
        // a descriptor comes from outside: it must not make the connector read any other file of this machine
        if (name.contains("/") || name.contains("\\") || name.equals("..") || name.equals(".")) {
            throw Problem.fatal(
                            "VMDK_EXTENT_ELSEWHERE",
                            "The descriptor names a file outside of its own folder: " + name + ".",
                            "Put the disk's files into one folder and take the path out of the descriptor.")
                    .asException();
        }
        RandomAccess file = files.open(name);
        opened.add(file);
        if (file.sizeBytes() < extent.offsetBytes() + extent.sizeBytes()) {
            throw Problem.fatal(
                            "VMDK_EXTENT_SHORT",
                            "The file " + name + " has " + file.sizeBytes() + " bytes, its descriptor says "
                                    + (extent.offsetBytes() + extent.sizeBytes()) + ".",
                            "Copy the disk's files again: this copy is not whole.")
                    .asException();
        }
        return new Segment.Stored(place, file, extent.offsetBytes());
    }
}
