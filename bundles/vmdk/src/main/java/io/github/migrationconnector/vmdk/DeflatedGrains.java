package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The grains of a stream-optimized file, found by its directory; those of one reading are inflated side by side, straight into
 * its buffer. The last grain that was read in part is kept.
 */
final class DeflatedGrains implements GrainStore {
    private static final int READ_AHEAD_BYTES = 512 * 1024;

    private final RandomAccess file;
    private final String name;
    private final GrainDirectory directory;
    private final FileWindow window;
    private final GrainCrew<DeflatedGrain> crew;
    private final List<InflateTask> tasks = new ArrayList<>();
    private final ByteBuffer kept;
    private long keptGrain = -1;
    private boolean closed;

    /** @param name of the file, for messages */
    DeflatedGrains(RandomAccess file, String name, GrainDirectory directory) {
        int grainBytes = directory.shape().grainBytes();
        this.file = file;
        this.name = name;
        this.directory = directory;
        this.window = new FileWindow(
                file, name, Math.max(READ_AHEAD_BYTES, 3 * DeflatedGrain.maxCompressedBytes(grainBytes)));
        this.crew = new GrainCrew<>(name, () -> new DeflatedGrain(name));
        this.kept = ByteBuffer.allocate(grainBytes);
    }

    @Override
    public void read(long offsetBytes, ByteBuffer destination) throws InterruptedException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        int grainBytes = kept.capacity();
        long offset = offsetBytes;
        while (destination.hasRemaining()) {
            long grain = offset / grainBytes;
            int into = (int) (offset % grainBytes);
            int length = Math.min(destination.remaining(), grainBytes - into);
            if (length == grainBytes) {
                int grains = Math.min(destination.remaining() / grainBytes, GrainCrew.window(grainBytes));
                length = grains * grainBytes;
                inflate(grain, destination.slice(destination.position(), length), grainBytes);
            } else {
                keep(grain);
                destination.put(destination.position(), kept, into, length);
            }
            destination.position(destination.position() + length);
            offset += length;
        }
    }

    private void keep(long grain) throws InterruptedException {
        if (keptGrain == grain) {
            return;
        }
        keptGrain = -1;
        long start = grain * kept.capacity();
        int needed = (int) Math.min(kept.capacity(), directory.shape().capacityBytes() - start);
        inflate(grain, kept.clear(), needed);
        keptGrain = grain;
    }

    /** Inflates as many grains as there is room for; whatever happens, no thread writes into it afterwards. */
    private void inflate(long firstGrain, ByteBuffer room, int needed) throws InterruptedException {
        int grainBytes = kept.capacity();
        int grains = room.remaining() / grainBytes;
        int submitted = 0;
        try {
            while (submitted < grains) {
                InflateTask task = task(submitted);
                prepare(task, firstGrain + submitted, room.slice(submitted * grainBytes, grainBytes), needed);
                crew.submit(task);
                submitted++;
            }
        } finally {
            tasks.subList(0, submitted).forEach(crew::await);
        }
        tasks.subList(0, submitted).forEach(InflateTask::check);
    }

    private InflateTask task(int number) {
        if (number == tasks.size()) {
            tasks.add(new InflateTask(kept.capacity()));
        }
        return tasks.get(number);
    }

    private void prepare(InflateTask task, long grain, ByteBuffer room, int needed) throws InterruptedException {
        long marker = directory.find(grain);
        long sector = window.u64(marker, "a grain marker");
        long size = window.u32(marker + Long.BYTES, "a grain marker");
        if (sector != grain * (kept.capacity() / VmdkExtent.SECTOR_BYTES)) {
            throw VmdkProblem.damaged(
                    name, "the marker of grain " + grain, marker, "is that of another place, sector " + sector);
        }
        if (size < 1 || size > DeflatedGrain.maxCompressedBytes(kept.capacity())) {
            throw VmdkProblem.damaged(name, "the marker of grain " + grain, marker, "says a size of " + size);
        }
        ByteBuffer compressed = window.bytes(marker + DeflatedGrain.MARKER_BYTES, (int) size, "a compressed grain");
        task.prepare(compressed, marker, room, needed);
    }

    @Override
    public void close() {
        closed = true;
        crew.close();
        file.close();
    }
}
