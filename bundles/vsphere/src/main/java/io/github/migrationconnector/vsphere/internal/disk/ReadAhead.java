package io.github.migrationconnector.vsphere.internal.disk;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The ranges that all readers of this process may have under way together. What a server sends waits in memory outside of the
 * heap until the sink takes it, and a sink may be slow: without a bound, fifty slow disks would fill that memory, and the JVM
 * would collect garbage at each request for more. Shared fairly: a reader has no more than its share, and one that has none
 * goes before those that want another.
 */
final class ReadAhead {
    private final int most;
    private final int mostOfOne;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    /** Those that have no range, in the order in which they get one. */
    private final Queue<Share> waiting = new ArrayDeque<>();

    private int readers;
    private int underWay;

    /**
     * Makes one.
     *
     * @param most ranges of all readers together
     * @param mostOfOne ranges of a reader that is alone
     */
    ReadAhead(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** A share for one reader, until it is closed. */
    Share join() {
        lock.lock();
        try {
            readers++;
            return new Share();
        } finally {
            lock.unlock();
        }
    }

    /** One reader's. Used by one thread. */
    final class Share implements AutoCloseable {
        private int held;

        private Share() {}

        /**
         * Whether another range may be begun; it counts until {@link #end}. Waits when this reader has none under way, since
         * it could do nothing else.
         */
        boolean begin() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                if (held == 0) {
                    awaitRoom();
                } else if (!waiting.isEmpty() || underWay >= most || held >= share()) {
                    return false;
                }
                held++;
                underWay++;
                return true;
            } finally {
                lock.unlock();
            }
        }

        private void awaitRoom() throws InterruptedException {
            waiting.add(this);
            try {
                while (underWay >= most || waiting.peek() != this) {
                    freed.await();
                }
            } finally {
                waiting.remove(this);
                // whoever is first now looks; also when this one is interrupted
                freed.signalAll();
            }
        }

        private int share() {
            return Math.max(1, Math.min(mostOfOne, most / readers));
        }

        /** A range was taken, or given up. */
        void end() {
            give(1);
        }

        @Override
        public void close() {
            lock.lock();
            try {
                readers--;
                give(held);
            } finally {
                lock.unlock();
            }
        }

        private void give(int ranges) {
            lock.lock();
            try {
                held -= ranges;
                underWay -= ranges;
                freed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
