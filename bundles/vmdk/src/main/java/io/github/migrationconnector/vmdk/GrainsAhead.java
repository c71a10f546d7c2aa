package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.problem.ConnectorException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The next grains of a file that is read by its directory, inflated while the ones before them are used. Who reads on in
 * order gets further and further ahead, up to a bound; who jumps begins anew. What is wrong with a grain ahead is told when
 * it is asked for, and only then.
 */
final class GrainsAhead implements AutoCloseable {
    /** A hole that is longer ends the way ahead: its entries would be looked through for nothing. */
    private static final int MAX_HOLE_GRAINS = 256;

    private final GrainDirectory directory;
    private final GrainCrew<DeflatedGrain> crew;
    private final Preparing preparing;
    private final int grainBytes;
    private final long grains;
    private final int most;
    private final Deque<Ahead> queue = new ArrayDeque<>();
    private final Deque<Ahead> free = new ArrayDeque<>();
    private int limit = 1;
    private long next;

    /** Brings the compressed bytes. */
    interface Preparing {
        /** Gets a task ready; throws when the grain's place is damaged. */
        void prepare(InflateTask task, long grain, ByteBuffer room) throws InterruptedException;
    }

    /** One grain, and its memory, which a later one gets. */
    private static final class Ahead {
        private final InflateTask task;
        private final ByteBuffer content;
        private long grain = -1;

        Ahead(int grainBytes) {
            this.task = new InflateTask(grainBytes);
            this.content = ByteBuffer.allocate(grainBytes);
        }
    }

    /** @param name of the file, for messages */
    GrainsAhead(GrainDirectory directory, String name, Preparing preparing) {
        this.directory = directory;
        this.crew = new GrainCrew<>(name, () -> new DeflatedGrain(name));
        this.preparing = preparing;
        this.grainBytes = directory.shape().grainBytes();
        this.grains = (directory.shape().capacityBytes() + grainBytes - 1) / grainBytes;
        this.most = GrainCrew.window(grainBytes);
    }

    /**
     * The bytes of a grain that is stored, from position 0 on; the last one of a disk may have more than belong to it.
     *
     * @param wanted how many grains from this one on are asked for, as far as known
     * @return valid until the next call
     */
    ByteBuffer take(long grain, int wanted) throws InterruptedException {
        while (!queue.isEmpty() && queue.getFirst().grain < grain) {
            release();
        }
        if (queue.isEmpty() || queue.getFirst().grain != grain) {
            while (!queue.isEmpty()) {
                release();
            }
            limit = 1;
            submit(grain);
        }
        limit = Math.min(most, Math.max(limit, wanted));
        fill();
        Ahead first = queue.getFirst();
        crew.await(first.task);
        first.task.check();
        return first.content;
    }

    /** To be called when a grain was used up to its end: the reading goes on in order. */
    void advance() {
        release();
        limit = Math.min(most, 2 * limit);
    }

    private void release() {
        Ahead oldest = queue.removeFirst();
        crew.await(oldest.task);
        free.addLast(oldest);
    }

    private void submit(long grain) throws InterruptedException {
        Ahead ahead = free.isEmpty() ? new Ahead(grainBytes) : free.removeFirst();
        boolean done = false;
        try {
            ahead.grain = grain;
            preparing.prepare(ahead.task, grain, ahead.content.clear());
            crew.submit(ahead.task);
            queue.addLast(ahead);
            next = grain + 1;
            done = true;
        } finally {
            if (!done) {
                free.addLast(ahead);
            }
        }
    }

    private void fill() throws InterruptedException {
        try {
            for (int hole = 0; queue.size() < limit && next < grains && hole < MAX_HOLE_GRAINS; ) {
                if (directory.find(next) > GrainDirectory.ZEROS) {
                    submit(next);
                    hole = 0;
                } else {
                    next++;
                    hole++;
                }
            }
        } catch (ConnectorException e) {
            // whoever comes to that grain asks for it, and is told then
            return;
        }
    }

    @Override
    public void close() {
        crew.close();
    }
}
