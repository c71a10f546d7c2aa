package io.github.migrationconnector.vmdk;

/** The two levels of a hosted sparse file: 32-bit sector numbers (Virtual Disk Format 5.0, "Grain Directory"). */
final class SparseDirectory implements GrainDirectory {
    private static final int WINDOW_BYTES = 64 * 1024;

    private final GrainShape shape;
    private final SparseHeader header;
    private final String name;
    private final FileWindow directory;
    private final FileWindow redundant;
    private final FileWindow tables;
    private final long sizeBytes;

    /**
     * @param header of the file, with a known directory
     * @param name of the file, for messages
     */
    SparseDirectory(RandomAccess file, SparseHeader header, String name, long capacityBytes) {
        this.shape = header.shape().cutTo(capacityBytes);
        this.header = header;
        this.name = name;
        this.directory = new FileWindow(file, name, WINDOW_BYTES);
        this.redundant = new FileWindow(file, name, WINDOW_BYTES);
        this.tables = new FileWindow(file, name, WINDOW_BYTES);
        this.sizeBytes = file.sizeBytes();
    }

    @Override
    public GrainShape shape() {
        return shape;
    }

    @Override
    public int absentFrom(long grain) throws InterruptedException {
        long table = table(grain / shape.tableGrains());
        int at = (int) (grain % shape.tableGrains());
        int left = shape.tableGrains() - at;
        long entryAt = table + (long) at * Integer.BYTES;
        return table == 0 ? left : tables.zeros(entryAt, left, Integer.BYTES, "the table entry of grain " + grain);
    }

    /** Where a table begins; 0 without one. When the directory points nowhere, the second one is asked. */
    private long table(long table) throws InterruptedException {
        long entryAt = header.directoryBytes() + table * Integer.BYTES;
        long start = directory.u32(entryAt, "grain directory entry " + table) * VmdkExtent.SECTOR_BYTES;
        if (fits(start)) {
            return start;
        }
        if (header.redundantBytes() != 0) {
            long second = redundant.u32(header.redundantBytes() + table * Integer.BYTES, "redundant entry " + table)
                    * VmdkExtent.SECTOR_BYTES;
            if (second != 0 && fits(second)) {
                return second;
            }
        }
        throw VmdkProblem.damaged(
                name, "grain directory entry " + table, entryAt, "points behind the end of the file, to " + start);
    }

    private boolean fits(long start) {
        return start <= sizeBytes - (long) shape.tableGrains() * Integer.BYTES;
    }

    @Override
    public long find(long grain) throws InterruptedException {
        long table = table(grain / shape.tableGrains());
        if (table == 0) {
            return ABSENT;
        }
        long entryAt = table + grain % shape.tableGrains() * Integer.BYTES;
        long sector = tables.u32(entryAt, "the table entry of grain " + grain);
        if (sector == 0) {
            return ABSENT;
        }
        if (sector == 1) {
            if (header.zeroedGrains()) {
                return ZEROS;
            }
            throw VmdkProblem.damaged(
                    name, "the table entry of grain " + grain, entryAt, "is 1, and the header knows no zeroed grains");
        }
        return sector * VmdkExtent.SECTOR_BYTES;
    }
}
