package io.github.migrationconnector.diskstreaming.internal.pipeline;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory of all transfers of this process, bounded, and shared fairly: who holds less than its share goes before who
 * holds more, and who waits longer before who came later. So several disks run at the same speed, and a large disk takes
 * no more memory than a small one.
 */
public final class BlockPool {
    private static final int LEAST_BLOCKS = 2;

    private final long totalBytes;
    // fair: the order of waiting is the order of getting
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition given = lock.newCondition();
    private final Map<Integer, ArrayDeque<ByteBuffer>> free = new HashMap<>();
    private long allocatedBytes;
    private int leases;

    /** @param totalBytes how much memory the transfers may use together */
    public BlockPool(long totalBytes) {
        this.totalBytes = totalBytes;
    }

    /**
     * A share for one transfer.
     *
     * @param blockSizeBytes size of a block
     * @param mostBlocks what this transfer can make use of
     */
    public Lease lease(int blockSizeBytes, int mostBlocks) {
        lock.lock();
        try {
            leases++;
            return new Lease(blockSizeBytes, mostBlocks);
        } finally {
            lock.unlock();
        }
    }

    /** One transfer's share. Safe for use by several threads. */
    public final class Lease implements AutoCloseable {
        private final int blockSizeBytes;
        private final int mostBlocks;
        private int held;
        private boolean stopped;
        private boolean closed;

        private Lease(int blockSizeBytes, int mostBlocks) {
            this.blockSizeBytes = blockSizeBytes;
            this.mostBlocks = Math.max(LEAST_BLOCKS, mostBlocks);
        }

        /**
         * Takes a block, waiting until there is one.
         *
         * @throws InterruptedException also when the lease is stopped
         */
        Block take() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (!stopped) {
                    if (held < share()) {
                        ByteBuffer buffer = freeOrNew();
                        if (buffer.capacity() > 0) {
                            held++;
                            return new Block(buffer);
                        }
                    }
                    given.await();
                }
                throw new InterruptedException("the transfer stops");
            } finally {
                lock.unlock();
            }
        }

        void giveBack(Block block) {
            lock.lock();
            try {
                held--;
                if (closed && leases == 0) {
                    allocatedBytes -= block.buffer().capacity();
                } else {
                    free.computeIfAbsent(block.buffer().capacity(), size -> new ArrayDeque<>())
                            .push(block.buffer());
                }
                given.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Wakes whoever waits for a block of this lease, with an InterruptedException; none is given any more. */
        public void stopReading() {
            lock.lock();
            try {
                stopped = true;
                given.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Gives up the share. Blocks still on their way may come back later. */
        @Override
        public void close() {
            lock.lock();
            try {
                stopped = true;
                if (!closed) {
                    closed = true;
                    leases--;
                    if (leases == 0) {
                        // an idle process gives its memory back
                        free.values()
                                .forEach(buffers -> buffers.forEach(buffer -> allocatedBytes -= buffer.capacity()));
                        free.clear();
                    }
                }
                given.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private int share() {
            long equal = totalBytes / blockSizeBytes / leases;
            return (int) Math.min(mostBlocks, Math.max(LEAST_BLOCKS, equal));
        }

        /** A free buffer, or a new one, or an empty one when there is no room for either. */
        private ByteBuffer freeOrNew() {
            ArrayDeque<ByteBuffer> mine = free.get(blockSizeBytes);
            if (mine != null && !mine.isEmpty()) {
                return mine.pop();
            }
            if (allocatedBytes + blockSizeBytes > totalBytes) {
                for (ArrayDeque<ByteBuffer> others : free.values()) {
                    while (!others.isEmpty()) {
                        allocatedBytes -= others.pop().capacity();
                    }
                }
            }
            if (allocatedBytes + blockSizeBytes > totalBytes) {
                return ByteBuffer.allocate(0);
            }
            allocatedBytes += blockSizeBytes;
            return ByteBuffer.allocateDirect(blockSizeBytes);
        }
    }
}
