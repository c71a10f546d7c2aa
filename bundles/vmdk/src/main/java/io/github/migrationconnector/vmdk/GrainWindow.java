package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.source.Extent;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** The grains of a stream that are under way: inflated side by side, handed on in their order, never more than a few. */
final class GrainWindow implements AutoCloseable {
    private final GrainCrew<DeflatedGrain> crew;
    private final int grainBytes;
    private final int mostGrains;
    private int limit = 2;
    private final Deque<Passing> free = new ArrayDeque<>();
    private final Deque<Passing> passing = new ArrayDeque<>();

    /** One grain on its way, and its memory, which the next one gets. */
    private static final class Passing {
        private final InflateTask task;
        private final ByteBuffer content;
        private Extent place = new Extent(0, 1);
        private boolean wanted;

        Passing(int grainBytes) {
            this.task = new InflateTask(grainBytes);
            this.content = ByteBuffer.allocate(grainBytes);
        }
    }

    /** @param name of the stream, for messages */
    GrainWindow(String name, int grainBytes) {
        this.crew = new GrainCrew<>(name, () -> new DeflatedGrain(name));
        this.grainBytes = grainBytes;
        this.mostGrains = GrainCrew.window(grainBytes);
    }

    /**
     * Takes the next grain in; hands the oldest one on when the window is full.
     *
     * @param compressed its bytes; copied
     * @param marker where in the stream it is, for messages
     * @param place where on the disk, behind all that came before
     */
    void add(ByteBuffer compressed, long marker, Extent place, AreaCursor sink) throws InterruptedException {
        if (passing.size() == limit) {
            handOn(sink);
        }
        Passing next = free.isEmpty() ? new Passing(grainBytes) : free.removeFirst();
        next.place = place;
        next.wanted = sink.wantsAhead(place.offsetBytes(), place.endBytes());
        if (next.wanted) {
            next.task.prepare(compressed, marker, next.content.clear(), (int) place.lengthBytes());
            crew.submit(next.task);
        }
        passing.addLast(next);
    }

    /** Hands on all that is left. */
    void drain(AreaCursor sink) throws InterruptedException {
        while (!passing.isEmpty()) {
            handOn(sink);
        }
    }

    private void handOn(AreaCursor sink) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        // who wants little is not read far ahead for
        limit = Math.min(mostGrains, 2 * limit);
        Passing oldest = passing.removeFirst();
        sink.zerosUpTo(oldest.place.offsetBytes());
        if (oldest.wanted) {
            crew.await(oldest.task);
            oldest.task.check();
            sink.bytes(oldest.content.flip().limit((int) oldest.place.lengthBytes()));
        } else {
            sink.skipTo(oldest.place.endBytes());
        }
        free.addLast(oldest);
    }

    @Override
    public void close() {
        crew.close();
    }
}
