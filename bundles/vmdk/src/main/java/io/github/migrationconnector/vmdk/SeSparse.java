package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * ESXi's space-efficient sparse files, the redo files of disks on VMFS 6. VMware does not publish the layout; this is what
 * QEMU's {@code block/vmdk.c} reads (fields and constants named there SESparse…). All numbers little endian, 64 bits.
 */
final class SeSparse implements GrainDirectory {
    private static final long CONST_MAGIC = 0xCAFE_BABEL;
    private static final long CONST_VERSION = 0x2_0000_0001L;
    private static final long VOLATILE_MAGIC = 0xCAFE_CAFEL;
    private static final int GRAIN_SECTORS = 8;
    private static final int TABLE_SECTORS = 64;
    private static final int TABLE_BYTES = TABLE_SECTORS * VmdkExtent.SECTOR_BYTES;
    private static final int TABLE_GRAINS = TABLE_BYTES / Long.BYTES;
    private static final long TABLE_PRESENT = 0x1000_0000L;
    private static final int WINDOW_BYTES = 64 * 1024;

    private final String name;
    private final GrainShape shape;
    private final FileWindow directory;
    private final FileWindow tables;
    private final long directoryBytes;
    private final long tablesBytes;
    private final long tablesLength;
    private final long grainsBytes;

    private SeSparse(RandomAccess file, String name, GrainShape shape, ByteBuffer header) {
        this.name = name;
        this.shape = shape;
        this.directory = new FileWindow(file, name, WINDOW_BYTES);
        this.tables = new FileWindow(file, name, WINDOW_BYTES);
        this.directoryBytes = bytes(header, 128, name);
        this.tablesBytes = bytes(header, 144, name);
        this.tablesLength = bytes(header, 152, name);
        this.grainsBytes = bytes(header, 192, name);
        if (bytes(header, 136, name) < shape.tables() * Long.BYTES) {
            throw VmdkProblem.damaged(name, "the grain directory's size", 136, "is less than the capacity needs");
        }
    }

    /**
     * Opens a file.
     *
     * @param capacityBytes as the descriptor says
     * @return closes the file
     */
    static DiskLayer open(RandomAccess file, String name, long capacityBytes) throws InterruptedException {
        ByteBuffer header = sector(file, name, 0);
        require(header, name, 0, "the magic", CONST_MAGIC);
        require(header, name, 8, "the version", CONST_VERSION);
        require(header, name, 24, "the grain size", GRAIN_SECTORS);
        require(header, name, 32, "the grain table size", TABLE_SECTORS);
        for (int field = 40; field < 80; field += Long.BYTES) {
            require(header, name, field, field == 40 ? "the flags" : "a reserved field", 0);
        }
        if (capacityBytes > bytes(header, 16, name)) {
            throw VmdkProblem.damaged(
                    name, "the capacity", 16, "is " + header.getLong(16) + " sectors, less than the descriptor says");
        }
        long volatileAt = bytes(header, 80, name);
        ByteBuffer changing = sector(file, name, volatileAt);
        if (changing.getLong(0) != VOLATILE_MAGIC) {
            throw VmdkProblem.damaged(name, "the volatile header's magic", volatileAt, "is another");
        }
        if (changing.getLong(24) != 0) {
            throw VmdkProblem.unclean(name, "has a journal that was not replayed (replayJournal)");
        }
        GrainShape shape = new GrainShape(capacityBytes, GRAIN_SECTORS * VmdkExtent.SECTOR_BYTES, TABLE_GRAINS);
        SeSparse found = new SeSparse(file, name, shape, header);
        return new GrainLayer(found, new PlainGrains(file, name, found));
    }

    private static ByteBuffer sector(RandomAccess file, String name, long at) throws InterruptedException {
        ByteBuffer sector = ByteBuffer.allocate(VmdkExtent.SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (at > file.sizeBytes() - sector.capacity()) {
            throw VmdkProblem.damaged(name, "a header", at, "lies behind the end of the file");
        }
        file.read(at, sector);
        return sector.flip();
    }

    private static void require(ByteBuffer header, String name, int field, String what, long value) {
        if (header.getLong(field) != value) {
            throw VmdkProblem.notSupported(
                    name,
                    "has 0x" + Long.toHexString(header.getLong(field)) + " as " + what + " (byte " + field
                            + "), where 0x" + Long.toHexString(value) + " is known");
        }
    }

    private static long bytes(ByteBuffer header, int field, String name) {
        long sectors = header.getLong(field);
        if (sectors < 0 || sectors > VmdkExtent.MAX_SECTORS) {
            throw VmdkProblem.damaged(
                    name, "a header field", field, "is " + Long.toUnsignedString(sectors) + " sectors");
        }
        return sectors * VmdkExtent.SECTOR_BYTES;
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
        long entryAt = table + (long) at * Long.BYTES;
        return table == 0 ? left : tables.zeros(entryAt, left, Long.BYTES, "the table entry of grain " + grain);
    }

    private long directoryEntry(long table) throws InterruptedException {
        return directory.u64(directoryBytes + table * Long.BYTES, "grain directory entry " + table);
    }

    @Override
    public long find(long grain) throws InterruptedException {
        long table = table(grain / TABLE_GRAINS);
        if (table == 0) {
            return ABSENT;
        }
        long entryAt = table + grain % TABLE_GRAINS * Long.BYTES;
        return place(tables.u64(entryAt, "the table entry of grain " + grain), grain, entryAt);
    }

    /** Where a table begins; 0 without one. */
    private long table(long table) throws InterruptedException {
        long present = directoryEntry(table);
        if (present == 0) {
            return 0;
        }
        long start = (present & 0xFFFF_FFFFL) * TABLE_BYTES;
        if (present >>> 32 != TABLE_PRESENT || start > tablesLength - TABLE_BYTES) {
            throw VmdkProblem.damaged(
                    name,
                    "grain directory entry " + table,
                    directoryBytes + table * Long.BYTES,
                    "is 0x" + Long.toHexString(present));
        }
        return tablesBytes + start;
    }

    private long place(long entry, long grain, long entryAt) {
        if (entry == 0) {
            return ABSENT;
        }
        int kind = (int) (entry >>> 60);
        if (kind == 1 || kind == 2) {
            // unmapped by the guest, or written as zeros
            return ZEROS;
        }
        if (kind != 3) {
            throw VmdkProblem.damaged(
                    name, "the table entry of grain " + grain, entryAt, "is 0x" + Long.toHexString(entry));
        }
        // the number's low 12 bits are stored above its high ones
        long number = ((entry >>> 48) & 0xFFF) | ((entry & 0xFFFF_FFFF_FFFFL) << 12);
        if (number > VmdkExtent.MAX_SECTORS) {
            throw VmdkProblem.damaged(
                    name, "the table entry of grain " + grain, entryAt, "points to grain " + number + " of the file");
        }
        return grainsBytes + number * shape.grainBytes();
    }
}
