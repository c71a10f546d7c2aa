package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes what lies at sectors of a stream-optimized file, and knows at which one it is. */
final class SectorOutput {
    private final ByteOutput out;
    private long offsetBytes;

    SectorOutput(ByteOutput out) {
        this.out = out;
    }

    /** The sector that the next byte begins, as tables hold it. */
    int sector() {
        long sector = offsetBytes / VmdkExtent.SECTOR_BYTES;
        if (sector >>> Integer.SIZE != 0) {
            throw Problem.fatal(
                            "VMDK_TOO_LARGE",
                            "The stream-optimized file would have more than 2 TiB, which its tables can't tell.",
                            "Copy the disk to raw:PATH, or its parts into several disks.")
                    .asException();
        }
        return (int) sector;
    }

    void write(ByteBuffer bytes) throws InterruptedException {
        offsetBytes += bytes.remaining();
        out.write(bytes);
    }

    /** Zeros up to the next sector. */
    void pad() throws InterruptedException {
        int padding = (int) (-offsetBytes & (VmdkExtent.SECTOR_BYTES - 1));
        if (padding > 0) {
            write(ByteBuffer.allocate(padding));
        }
    }

    /**
     * A marker of something that is no grain.
     *
     * @param sectors how long it is
     */
    void marker(long sectors, int type) throws InterruptedException {
        write(markerSector(sectors, type));
    }

    static ByteBuffer markerSector(long sectors, int type) {
        return ByteBuffer.allocate(VmdkExtent.SECTOR_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, sectors)
                .putInt(12, type);
    }

    /** A table or a directory. */
    void numbers(int[] numbers) throws InterruptedException {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        write(bytes.flip());
        pad();
    }
}
