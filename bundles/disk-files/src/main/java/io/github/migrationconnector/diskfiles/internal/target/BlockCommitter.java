package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.target.BlockDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes blocks on a thread of its own. What waits at the same time becomes durable together: blocks first, then their
 * slots, so that a slot never speaks of a block that a loss of power took.
 */
final class BlockCommitter implements AutoCloseable {
    private static final int BATCH_BLOCKS = 64;

    private final BlockImage image;
    private final Path path;
    private final Thread thread;
    private final MessageDigest sha256;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private List<Put> waiting = new ArrayList<>();
    private boolean closed;

    private record Put(int index, ByteBuffer block, BlockDigest digest, CompletableFuture<Void> answer) {}

    /**
     * @param image where the blocks go; closed by the caller
     * @param path for messages
     */
    BlockCommitter(BlockImage image, Path path) {
        this.image = image;
        this.path = path;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        this.thread = new Thread(this::run, "block-writer " + path.getFileName());
        thread.setDaemon(true);
        thread.start();
    }

    CompletableFuture<Void> put(int index, ByteBuffer block, BlockDigest digest) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedFuture(StoreProblem.closed());
            }
            waiting.add(new Put(index, block, digest, answer));
            work.signal();
        } finally {
            lock.unlock();
        }
        return answer;
    }

    private void run() {
        for (List<Put> batch = take(); !batch.isEmpty(); batch = take()) {
            commit(batch);
        }
    }

    /** What waits, at most a batch of it; empty when closed. */
    private List<Put> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                work.awaitUninterruptibly();
            }
            int count = closed ? 0 : Math.min(BATCH_BLOCKS, waiting.size());
            List<Put> batch = List.copyOf(waiting.subList(0, count));
            waiting.subList(0, count).clear();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Put> batch) {
        List<Put> good = new ArrayList<>();
        try {
            for (Put put : batch) {
                sha256.update(put.block.duplicate());
                if (BlockDigest.of(sha256.digest()).equals(put.digest)) {
                    image.writeBlock(put.index, put.block);
                    good.add(put);
                } else {
                    put.answer.completeExceptionally(
                            StoreProblem.refused("The digest of block " + put.index + " is not that of its bytes."));
                }
            }
            image.forceBlocks();
            for (Put put : good) {
                image.writeSlot(put.index, put.digest);
            }
            image.forceSlots();
            good.forEach(put -> put.answer.complete(null));
        } catch (IOException e) {
            ConnectorException failure = StoreProblem.io(path, e);
            batch.forEach(put -> put.answer.completeExceptionally(failure));
        }
    }

    /** Ends the thread; what it has not begun fails. */
    @Override
    public void close() {
        List<Put> refused;
        lock.lock();
        try {
            closed = true;
            refused = waiting;
            waiting = new ArrayList<>();
            work.signal();
        } finally {
            lock.unlock();
        }
        refused.forEach(put -> put.answer.completeExceptionally(StoreProblem.closed()));
        awaitEnd();
    }

    private void awaitEnd() {
        boolean interrupted = false;
        // the answers of its batch may be what closes it
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
