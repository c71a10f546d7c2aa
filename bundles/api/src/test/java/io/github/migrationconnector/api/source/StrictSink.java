package io.github.migrationconnector.api.source;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sink that holds a reader to its contract: rooms filled to the last byte and not beyond, offsets without gaps inside an
 * area, no byte twice. Remembers what it got.
 */
public final class StrictSink implements ExtentSink {
    private static final byte CANARY = 0x5A;
    private static final int MARGIN_BYTES = 16;

    private final int roomBytes;
    private final boolean direct;
    private final List<Extent> delivered = new ArrayList<>();
    private final byte[] content;
    private ByteBuffer open = ByteBuffer.allocate(0);
    private int openAt;
    private long endBytes;
    private int calls;
    private Runnable atFirstCall = () -> {};

    /**
     * @param capacityBytes of the disk that is read
     * @param roomBytes the largest room that is handed out
     * @param direct whether the rooms are direct buffers
     */
    public StrictSink(int capacityBytes, int roomBytes, boolean direct) {
        this.content = new byte[capacityBytes];
        this.roomBytes = roomBytes;
        this.direct = direct;
    }

    /** Runs something when the first bytes are announced. */
    public StrictSink atFirstCall(Runnable action) {
        atFirstCall = action;
        return this;
    }

    @Override
    public ByteBuffer room(long offsetBytes, long lengthBytes) throws InterruptedException {
        begin(offsetBytes, lengthBytes);
        // never the same size twice, so that a reader that counts on one is found out
        int size = (int) Math.min(lengthBytes, Math.max(1, roomBytes - delivered.size() % 7));
        openAt = Math.toIntExact(offsetBytes);
        int backing = size + 2 * MARGIN_BYTES;
        open = direct ? ByteBuffer.allocateDirect(backing) : ByteBuffer.allocate(backing);
        byte[] canaries = new byte[backing];
        Arrays.fill(canaries, CANARY);
        open.put(canaries);
        open.limit(MARGIN_BYTES + size).position(MARGIN_BYTES);
        accept(offsetBytes, size);
        return open;
    }

    @Override
    public void zeros(long offsetBytes, long lengthBytes) throws InterruptedException {
        begin(offsetBytes, lengthBytes);
        accept(offsetBytes, lengthBytes);
    }

    /** To be called when the reader has returned. */
    public void finish() {
        settle();
    }

    /** What was delivered, adjoining pieces as one. */
    public List<Extent> delivered() {
        return List.copyOf(delivered);
    }

    /** The bytes that were delivered, at their places; zeros elsewhere. */
    public byte[] content() {
        return content;
    }

    private void begin(long offsetBytes, long lengthBytes) throws InterruptedException {
        if (calls++ == 0) {
            atFirstCall.run();
        }
        settle();
        if (lengthBytes < 1 || offsetBytes < endBytes || offsetBytes + lengthBytes > content.length) {
            throw new AssertionError("offset " + offsetBytes + ", length " + lengthBytes + " behind " + endBytes);
        }
    }

    private void accept(long offsetBytes, long lengthBytes) {
        int last = delivered.size() - 1;
        if (last >= 0 && delivered.get(last).endBytes() == offsetBytes) {
            Extent before = delivered.get(last);
            delivered.set(last, new Extent(before.offsetBytes(), before.lengthBytes() + lengthBytes));
        } else {
            delivered.add(new Extent(offsetBytes, lengthBytes));
        }
        endBytes = offsetBytes + lengthBytes;
    }

    private void settle() {
        if (open.capacity() == 0) {
            return;
        }
        if (open.hasRemaining()) {
            throw new AssertionError(open.remaining() + " bytes of the room at " + openAt + " were not filled");
        }
        int size = open.capacity() - 2 * MARGIN_BYTES;
        for (int margin = 0; margin < MARGIN_BYTES; margin++) {
            if (open.get(margin) != CANARY || open.duplicate().clear().get(MARGIN_BYTES + size + margin) != CANARY) {
                throw new AssertionError("written outside of the room at " + openAt);
            }
        }
        open.duplicate().clear().position(MARGIN_BYTES).get(content, openAt, size);
        open = ByteBuffer.allocate(0);
    }
}
