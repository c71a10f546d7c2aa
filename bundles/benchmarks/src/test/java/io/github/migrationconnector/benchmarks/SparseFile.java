package io.github.migrationconnector.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The front of a hosted sparse file: header, descriptor, directory of all tables, and as many tables as are wanted. */
final class SparseFile {
    private static final int SECTOR = 512;
    private static final int TABLE_BYTES = 2048;
    private static final int GRAIN_BYTES = 65_536;
    private static final int DIRECTORY_SECTOR = 2;

    private final long grains;
    private final long tablesSector;
    private final ByteBuffer front;

    /**
     * @param capacityBytes a multiple of 32 MiB, what one table knows
     * @param parent CID of the disk below, or all ones
     * @param tablesInFront whether the tables are kept here, and not just zeros behind the front
     */
    SparseFile(long capacityBytes, long parent, boolean tablesInFront) {
        this.grains = capacityBytes / GRAIN_BYTES;
        long tables = grains / 512;
        this.tablesSector = DIRECTORY_SECTOR + (tables * Integer.BYTES + SECTOR - 1) / SECTOR;
        long end = tablesSector * SECTOR + (tablesInFront ? tables * TABLE_BYTES : 0);
        this.front = ByteBuffer.allocate(Math.toIntExact(end)).order(ByteOrder.LITTLE_ENDIAN);
        front.put(0, new byte[] {'K', 'D', 'M', 'V'})
                .putInt(4, 1)
                .putLong(12, capacityBytes / SECTOR)
                .putLong(20, GRAIN_BYTES / SECTOR)
                .putLong(28, 1)
                .putLong(36, 1)
                .putInt(44, 512)
                .putLong(56, DIRECTORY_SECTOR)
                .putLong(64, grainsSector());
        String text =
                "# Disk DescriptorFile\nCID=2\nparentCID=%08x\ncreateType=\"monolithicSparse\"\nRW %d SPARSE \"a\"\n"
                        .formatted(parent, capacityBytes / SECTOR);
        front.put(SECTOR, text.getBytes(StandardCharsets.US_ASCII));
        for (int table = 0; table < tables; table++) {
            front.putInt(DIRECTORY_SECTOR * SECTOR + table * Integer.BYTES, (int) tablesSector + table * 4);
        }
    }

    private long grainsSector() {
        return tablesSector + grains / 512 * (TABLE_BYTES / SECTOR);
    }

    /** Says that a grain is stored; all of them share one place. */
    void store(int grain) {
        front.putInt((int) tablesSector * SECTOR + grain * Integer.BYTES, (int) grainsSector());
    }

    DiskInMemory file() {
        return new DiskInMemory(front.array(), grainsSector() * SECTOR + GRAIN_BYTES);
    }
}
