package io.github.migrationconnector.diskstreaming.internal.pipeline;

import java.nio.ByteBuffer;

/** One block on its way: memory from the pool, used again and again. Owned by one stage at a time. */
final class Block {
    private final ByteBuffer buffer;
    private int index;

    Block(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    void beginAt(int newIndex) {
        index = newIndex;
        buffer.clear();
    }

    int index() {
        return index;
    }

    ByteBuffer buffer() {
        return buffer;
    }
}
