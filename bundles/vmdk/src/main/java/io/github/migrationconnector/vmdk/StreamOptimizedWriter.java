package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Writes a stream-optimized disk from its first byte to its last, the way ESXi exports them: a descriptor in front, grains in
 * ascending order, each table behind its grains, then directory, footer and end marker. The same grains give the same bytes,
 * whatever the machine's number of processors. Used by one thread; grains are deflated on all processors. Format: VMware,
 * Virtual Disk Format 5.0, "Stream-Optimized Compressed Sparse Extents".
 */
public final class StreamOptimizedWriter implements AutoCloseable {
    /** 64 KiB, as every product writes them. */
    public static final int GRAIN_BYTES = 64 * 1024;

    private static final int TABLE_ENTRIES = 512;
    private static final int TABLE_SECTORS = TABLE_ENTRIES * Integer.BYTES / VmdkExtent.SECTOR_BYTES;
    private static final int GRAIN_TABLE = 1;
    private static final int GRAIN_DIRECTORY = 2;

    private final SectorOutput out;
    private final StreamOptimizedHeader header;
    private final GrainCrew<GrainDeflater> crew;
    private final Deque<DeflateTask> passing = new ArrayDeque<>();
    private final Deque<DeflateTask> free = new ArrayDeque<>();
    private final int[] directory;
    private final int[] table = new int[TABLE_ENTRIES];
    private long lastGrain = -1;
    private int tableNumber;
    private boolean tableUsed;

    /**
     * Writes the header and the descriptor.
     *
     * @throws InterruptedException when the calling thread was interrupted
     * @throws io.github.migrationconnector.api.problem.ConnectorException what the output throws
     */
    public StreamOptimizedWriter(ByteOutput output, StreamOptimizedHeader header) throws InterruptedException {
        this.out = new SectorOutput(output);
        this.header = header;
        this.crew = new GrainCrew<>(header.fileName(), GrainDeflater::new);
        this.directory = new int[Math.toIntExact((grains() + TABLE_ENTRIES - 1) / TABLE_ENTRIES)];
        out.write(header.front());
    }

    private long grains() {
        return (header.capacityBytes() + GRAIN_BYTES - 1) / GRAIN_BYTES;
    }

    /**
     * Takes a grain; one of zeros is left out of the file.
     *
     * @param number its number from 0, above all that came before
     * @param content a whole grain, or what the disk has of its last one
     * @throws InterruptedException when the calling thread was interrupted
     * @throws io.github.migrationconnector.api.problem.ConnectorException what the output throws, {@code VMDK_TOO_LARGE}
     */
    public void grain(long number, ByteBuffer content) throws InterruptedException {
        long length = Math.min(GRAIN_BYTES, header.capacityBytes() - number * GRAIN_BYTES);
        if (number <= lastGrain || number >= grains() || content.remaining() != length) {
            throw new IllegalArgumentException(
                    "grain " + number + " of " + content.remaining() + " bytes after " + lastGrain);
        }
        lastGrain = number;
        if (isZero(content)) {
            return;
        }
        if (passing.size() == GrainCrew.window(GRAIN_BYTES)) {
            writeOldest();
        }
        DeflateTask task = free.isEmpty() ? new DeflateTask(GRAIN_BYTES) : free.removeFirst();
        task.prepare(number, content);
        crew.submit(task);
        passing.addLast(task);
    }

    private static boolean isZero(ByteBuffer content) {
        ByteBuffer words = content.duplicate();
        while (words.remaining() >= Long.BYTES) {
            if (words.getLong() != 0) {
                return false;
            }
        }
        while (words.hasRemaining()) {
            if (words.get() != 0) {
                return false;
            }
        }
        return true;
    }

    private void writeOldest() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        DeflateTask task = passing.removeFirst();
        crew.await(task);
        task.check();
        int wanted = (int) (task.number() / TABLE_ENTRIES);
        if (wanted != tableNumber) {
            writeTable();
            tableNumber = wanted;
        }
        table[(int) (task.number() % TABLE_ENTRIES)] = out.sector();
        tableUsed = true;
        ByteBuffer marker = ByteBuffer.allocate(DeflatedGrain.MARKER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        marker.putLong(task.number() * (GRAIN_BYTES / VmdkExtent.SECTOR_BYTES))
                .putInt(task.compressed().remaining());
        out.write(marker.flip());
        out.write(task.compressed());
        out.pad();
        free.addLast(task);
    }

    private void writeTable() throws InterruptedException {
        if (!tableUsed) {
            return;
        }
        out.marker(TABLE_SECTORS, GRAIN_TABLE);
        directory[tableNumber] = out.sector();
        out.numbers(table);
        Arrays.fill(table, 0);
        tableUsed = false;
    }

    /**
     * Writes what is left, to the end marker; nothing may follow.
     *
     * @throws InterruptedException when the calling thread was interrupted
     * @throws io.github.migrationconnector.api.problem.ConnectorException as {@link #grain}
     */
    public void finish() throws InterruptedException {
        while (!passing.isEmpty()) {
            writeOldest();
        }
        writeTable();
        long sectors =
                ((long) directory.length * Integer.BYTES + VmdkExtent.SECTOR_BYTES - 1) / VmdkExtent.SECTOR_BYTES;
        out.marker(sectors, GRAIN_DIRECTORY);
        int directoryAt = out.sector();
        out.numbers(directory);
        out.write(header.back(directoryAt));
    }

    /** Ends the threads; the output is its opener's. */
    @Override
    public void close() {
        passing.forEach(crew::await);
        crew.close();
    }
}
