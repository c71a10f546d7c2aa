package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What stands in front of and behind the grains of a stream-optimized disk that is written. Format: VMware, Virtual Disk Format
 * 5.0, "Hosted Sparse Extents".
 *
 * @param fileName as the descriptor names the file: without a path or quotes
 * @param capacityBytes of the disk, whole sectors
 * @param contentId the CID, what tells one content from another
 */
public record StreamOptimizedHeader(String fileName, long capacityBytes, long contentId) {
    private static final int MAGIC = 0x564D444B;
    private static final int VERSION = 3;
    /** Line ends test, compressed grains, markers. */
    private static final int FLAGS = 0x3_0001;

    private static final int NEW_LINES = 0x0A0D_200A;
    private static final int TABLE_ENTRIES = 512;
    private static final int OVERHEAD_SECTORS = 128;
    private static final int DESCRIPTOR_SECTOR = 1;
    private static final int DESCRIPTOR_SECTORS = 20;
    private static final int FOOTER = 3;
    private static final int END_OF_STREAM = 0;
    private static final int HEADS = 255;
    private static final int TRACK_SECTORS = 63;
    private static final int MAX_CYLINDERS = 65_535;

    public StreamOptimizedHeader {
        if (capacityBytes < 1
                || capacityBytes % VmdkExtent.SECTOR_BYTES != 0
                || capacityBytes / VmdkExtent.SECTOR_BYTES > VmdkExtent.MAX_SECTORS) {
            throw new IllegalArgumentException("a disk of " + capacityBytes + " bytes");
        }
        if (!fileName.matches("[^\"/\\\\\\p{Cntrl}]{1,255}")) {
            throw new IllegalArgumentException("a file name that a descriptor can't hold: " + fileName);
        }
        if (contentId < 0 || contentId >= VmdkDescriptor.NO_PARENT - 1) {
            throw new IllegalArgumentException("a CID of " + contentId);
        }
    }

    /** Header, descriptor, and what is left up to the first grain. */
    ByteBuffer front() {
        ByteBuffer front = ByteBuffer.allocate(OVERHEAD_SECTORS * VmdkExtent.SECTOR_BYTES);
        front.put(0, header(SparseHeader.AT_END, DESCRIPTOR_SECTOR, DESCRIPTOR_SECTORS), 0, SparseHeader.BYTES);
        byte[] text = descriptor().getBytes(StandardCharsets.UTF_8);
        front.put(DESCRIPTOR_SECTOR * VmdkExtent.SECTOR_BYTES, text);
        return front;
    }

    /** Footer and end marker. */
    ByteBuffer back(int directorySector) {
        ByteBuffer back = ByteBuffer.allocate(3 * VmdkExtent.SECTOR_BYTES);
        back.put(SectorOutput.markerSector(1, FOOTER));
        back.put(header(directorySector & 0xFFFF_FFFFL, 0, 0));
        back.put(SectorOutput.markerSector(0, END_OF_STREAM));
        return back.flip();
    }

    private ByteBuffer header(long directorySector, int descriptorSector, int descriptorSectors) {
        return ByteBuffer.allocate(SparseHeader.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, MAGIC)
                .putInt(4, VERSION)
                .putInt(8, FLAGS)
                .putLong(12, capacityBytes / VmdkExtent.SECTOR_BYTES)
                .putLong(20, StreamOptimizedWriter.GRAIN_BYTES / VmdkExtent.SECTOR_BYTES)
                .putLong(28, descriptorSector)
                .putLong(36, descriptorSectors)
                .putInt(44, TABLE_ENTRIES)
                .putLong(56, directorySector)
                .putLong(64, OVERHEAD_SECTORS)
                .putInt(73, NEW_LINES)
                .putShort(77, (short) 1);
    }

    /** Short: some importers read no further than its first sector. */
    private String descriptor() {
        long sectors = capacityBytes / VmdkExtent.SECTOR_BYTES;
        long cylinders = Math.max(1, Math.min(MAX_CYLINDERS, sectors / (HEADS * TRACK_SECTORS)));
        return String.format(
                Locale.ROOT,
                """
                # Disk DescriptorFile
                version=1
                CID=%08x
                parentCID=ffffffff
                createType="streamOptimized"

                # Extent description
                RDONLY %d SPARSE "%s"

                # The Disk Data Base
                #DDB

                ddb.virtualHWVersion = "4"
                ddb.adapterType = "lsilogic"
                ddb.geometry.cylinders = "%d"
                ddb.geometry.heads = "%d"
                ddb.geometry.sectors = "%d"
                """,
                contentId,
                sectors,
                fileName,
                cylinders,
                HEADS,
                TRACK_SECTORS);
    }
}
