package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * ESX's own sparse files (vmfsSparse), the redo files of disks up to 2 TiB on VMFS 5 and before. Format: VMware, Virtual
 * Disk Format 5.0, "ESX Server Sparse Extents". All numbers little endian, 32 bits, in sectors.
 */
final class Cowd implements GrainDirectory {
    private static final int MAGIC = 0x4457_4F43;
    private static final int VERSION = 1;
    private static final int FLAGS = 3;
    private static final int HEADER_BYTES = 2048;
    private static final int TABLE_GRAINS = 4096;
    private static final int WINDOW_BYTES = 64 * 1024;

    private final String name;
    private final GrainShape shape;
    private final FileWindow directory;
    private final FileWindow tables;
    private final long directoryBytes;

    private Cowd(RandomAccess file, String name, GrainShape shape, long directoryBytes) {
        this.name = name;
        this.shape = shape;
        this.directory = new FileWindow(file, name, WINDOW_BYTES);
        this.tables = new FileWindow(file, name, WINDOW_BYTES);
        this.directoryBytes = directoryBytes;
    }

    /**
     * Opens a file.
     *
     * @param capacityBytes as the descriptor says
     * @return closes the file
     */
    static DiskLayer open(RandomAccess file, String name, long capacityBytes) throws InterruptedException {
        ByteBuffer header = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        if (file.sizeBytes() < HEADER_BYTES) {
            throw VmdkProblem.damaged(name, "the header", 0, "is cut off");
        }
        file.read(0, header);
        if (header.getInt(0) != MAGIC) {
            throw VmdkProblem.damaged(name, "the header's magic", 0, "is not COWD");
        }
        if (header.getInt(4) != VERSION || header.getInt(8) != FLAGS) {
            throw VmdkProblem.notSupported(
                    name, "has version " + header.getInt(4) + " and flags " + header.getInt(8) + " in its header");
        }
        if (capacityBytes > sectors(header, 12) * VmdkExtent.SECTOR_BYTES) {
            throw VmdkProblem.damaged(
                    name, "the capacity", 12, "is " + sectors(header, 12) + " sectors, less than the descriptor says");
        }
        GrainShape shape = shape(header, name, capacityBytes);
        long directoryBytes = sectors(header, 20) * VmdkExtent.SECTOR_BYTES;
        if (directoryBytes < HEADER_BYTES || sectors(header, 24) < shape.tables()) {
            throw VmdkProblem.damaged(
                    name,
                    "the grain directory",
                    20,
                    "is at " + directoryBytes + " with " + sectors(header, 24) + " entries, less than it needs");
        }
        Cowd found = new Cowd(file, name, shape, directoryBytes);
        return new GrainLayer(found, new PlainGrains(file, name, found));
    }

    private static GrainShape shape(ByteBuffer header, String name, long capacityBytes) {
        try {
            int grainBytes = Math.toIntExact(sectors(header, 16) * VmdkExtent.SECTOR_BYTES);
            return new GrainShape(capacityBytes, grainBytes, TABLE_GRAINS);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw VmdkProblem.damaged(name, "the grain size", 16, "is " + sectors(header, 16) + " sectors");
        }
    }

    private static long sectors(ByteBuffer header, int field) {
        return header.getInt(field) & 0xFFFF_FFFFL;
    }

    @Override
    public GrainShape shape() {
        return shape;
    }

    @Override
    public int absentFrom(long grain) throws InterruptedException {
        long table = table(grain / TABLE_GRAINS);
        int at = (int) (grain % TABLE_GRAINS);
        int left = TABLE_GRAINS - at;
        long entryAt = table + (long) at * Integer.BYTES;
        return table == 0 ? left : tables.zeros(entryAt, left, Integer.BYTES, "the table entry of grain " + grain);
    }

    private long table(long table) throws InterruptedException {
        long entryAt = directoryBytes + table * Integer.BYTES;
        return directory.u32(entryAt, "grain directory entry " + table) * VmdkExtent.SECTOR_BYTES;
    }

    @Override
    public long find(long grain) throws InterruptedException {
        long table = table(grain / TABLE_GRAINS);
        if (table == 0) {
            return ABSENT;
        }
        long entryAt = table + grain % TABLE_GRAINS * Integer.BYTES;
        long start = tables.u32(entryAt, "the table entry of grain " + grain) * VmdkExtent.SECTOR_BYTES;
        if (start == 0) {
            return ABSENT;
        }
        if (start == VmdkExtent.SECTOR_BYTES) {
            // no grain can lie there, in the header; ESX marks zeros so
            return ZEROS;
        }
        if (start < HEADER_BYTES) {
            throw VmdkProblem.damaged(
                    name, "the table entry of grain " + grain, entryAt, "points into the header, to " + start);
        }
        return start;
    }
}
