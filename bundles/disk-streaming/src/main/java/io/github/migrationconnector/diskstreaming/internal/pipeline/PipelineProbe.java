package io.github.migrationconnector.diskstreaming.internal.pipeline;

import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import io.github.migrationconnector.diskstreaming.internal.journal.SlotFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends a small disk of known bytes through the pipeline that carries all disks, by its threads, into memory. It has memory of
 * its own: a transfer that is held back by its target holds the others' for as long as it likes.
 */
public final class PipelineProbe {
    private static final int BLOCK_BYTES = 4096;
    private static final int BLOCKS = 3;
    private static final int ZERO_BLOCK = 1;
    private static final long LIMIT_MILLIS = 1500;

    /** SHA-256 of the two blocks that have bytes, as another program told them. */
    private static final Map<Integer, String> EXPECTED = Map.of(
            0, "cae34dc770807ee10d0943383382447a7494eacad47eacebfec7b953ffe41138",
            2, "226137dd642b33dd4fb93f7f843d7a10ae722ec5621a11c53f5bf7988d82a39a");

    private final HashWorkers workers;
    private final ScheduledExecutorService timer;

    /**
     * Makes one.
     *
     * @param workers those of the process
     * @param timer that of the process
     */
    public PipelineProbe(HashWorkers workers, ScheduledExecutorService timer) {
        this.workers = workers;
        this.timer = timer;
    }

    /**
     * Returns when every block came out as it should.
     *
     * @throws IllegalStateException when not, or not in time
     */
    public void check() {
        Shared shared = new Shared(new BlockPool((long) BLOCKS * BLOCK_BYTES), workers, timer);
        ZeroBlock zero = new ZeroBlock(BLOCK_BYTES);
        BlockCounts counts = new BlockCounts();
        Memory memory = new Memory();
        DigestTable table = new DigestTable(new Slots());
        BlockPipeline.Rules rules =
                new BlockPipeline.Rules(new BlockPolicy.Full(false, zero.digest()), zero, table, counts);
        BlockPipeline.Pacing pacing = new BlockPipeline.Pacing(1, new Throttle(BLOCK_BYTES, 0, System.nanoTime()));
        BlockPipeline pipeline = new BlockPipeline(shared, rules, memory, pacing);
        ScheduledFuture<?> end = timer.schedule(pipeline::stop, LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        try (pipeline) {
            KnownDisk disk = new KnownDisk();
            pipeline.read(disk, new ScopeBlocks(BLOCK_BYTES, KnownDisk.CAPACITY, disk.wholeDisk(), table));
            pipeline.drain();
        } catch (InterruptedException e) {
            throw new IllegalStateException(
                    "blocks don't get through the pipeline within " + LIMIT_MILLIS + " ms",
                    pipeline.failure().orElse(e));
        } finally {
            end.cancel(false);
        }
        if (!memory.digests.equals(EXPECTED) || counts.zero() != 1) {
            throw new IllegalStateException("blocks come out of the pipeline as " + memory.digests);
        }
    }

    /** Data, a hole, data. */
    private static final class KnownDisk implements DiskReader {
        private static final long CAPACITY = (long) BLOCKS * BLOCK_BYTES;

        @Override
        public DiskDescription description() {
            return new DiskDescription("probe", CAPACITY, Map.of(), List.of());
        }

        @Override
        public void forEachExtent(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException {
            for (Extent area : areas) {
                long offset = area.offsetBytes();
                while (offset < area.endBytes()) {
                    int block = (int) (offset / BLOCK_BYTES);
                    long left = Math.min(area.endBytes(), (block + 1L) * BLOCK_BYTES) - offset;
                    if (block == ZERO_BLOCK) {
                        sink.zeros(offset, left);
                        offset += left;
                    } else {
                        offset += fill(sink.room(offset, left), block, (int) (offset % BLOCK_BYTES));
                    }
                }
            }
        }

        private static int fill(ByteBuffer room, int block, int from) {
            int length = room.remaining();
            for (int at = from; at < from + length; at++) {
                room.put((byte) (block * 7 + at * 13 + (at >> 8)));
            }
            return length;
        }

        @Override
        public void close() {
            // there is nothing to give back
        }
    }

    /** Takes what it is given, and looks whether bytes and digest belong together. */
    private static final class Memory implements SnapshotWriter {
        private final Map<Integer, String> digests = new ConcurrentHashMap<>();

        @Override
        public OpenSnapshot snapshot() {
            return new OpenSnapshot("probe", BLOCK_BYTES, false);
        }

        @Override
        public CompletableFuture<Void> put(int index, ByteBuffer block, BlockDigest digest) {
            BlockDigest found = new BlockHasher().digest(block);
            digests.put(index, found.equals(digest) ? HexFormat.of().formatHex(digest.toBytes()) : "torn " + found);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void complete(int blocksPut, BlockDigest checksum) {
            throw new UnsupportedOperationException("nothing is kept");
        }

        @Override
        public void close() {
            // there is nothing to let go of
        }
    }

    /** A journal in memory. */
    private static final class Slots implements SlotFile {
        private final byte[] bytes = new byte[BLOCKS * 64];

        @Override
        public synchronized void write(long offsetBytes, byte[] from, int lengthBytes) {
            System.arraycopy(from, 0, bytes, (int) offsetBytes, lengthBytes);
        }

        @Override
        public synchronized void read(long offsetBytes, byte[] page) {
            Arrays.fill(page, (byte) 0);
            int length = (int) Math.max(0, Math.min(page.length, bytes.length - offsetBytes));
            System.arraycopy(bytes, (int) Math.min(offsetBytes, bytes.length), page, 0, length);
        }

        @Override
        public void force() {
            // it ends with the probe
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }
}
