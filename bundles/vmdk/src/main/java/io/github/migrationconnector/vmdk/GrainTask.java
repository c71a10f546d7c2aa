package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One grain to be inflated, by whichever thread of an {@link InflateCrew} comes first. Used again and again; its state belongs
 * to the crew's lock, its buffers to who runs it, and before and after that to who submits it.
 */
final class GrainTask {
    /** How far it is. */
    enum State {
        IDLE,
        WAITING,
        RUNNING,
        DONE
    }

    private final ByteBuffer compressed;
    private ByteBuffer destination = ByteBuffer.allocate(0);
    private long markerBytes;
    private int neededBytes;
    private State state = State.IDLE;
    private Optional<RuntimeException> failure = Optional.empty();

    /** @param grainBytes the size of a grain */
    GrainTask(int grainBytes) {
        this.compressed = ByteBuffer.allocate(DeflatedGrain.maxCompressedBytes(grainBytes));
    }

    /**
     * Prepares it.
     *
     * @param bytes compressed; copied
     * @param marker where in the file the grain's marker is, for messages
     * @param into room for one grain; what comes out is behind its position afterwards
     * @param needed so many bytes of it must come out at least
     */
    void prepare(ByteBuffer bytes, long marker, ByteBuffer into, int needed) {
        compressed.clear().put(bytes).flip();
        destination = into;
        markerBytes = marker;
        neededBytes = needed;
        failure = Optional.empty();
    }

    /** Inflates; keeps what goes wrong for {@link #check}. */
    void run(DeflatedGrain inflating) {
        try {
            int from = destination.position();
            inflating.inflate(compressed, markerBytes, destination);
            if (destination.position() - from < neededBytes) {
                throw inflating.damaged(markerBytes, "has only " + (destination.position() - from) + " bytes");
            }
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
    }

    /** Throws what went wrong. */
    void check() {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    State state() {
        return state;
    }

    void state(State next) {
        state = next;
    }
}
