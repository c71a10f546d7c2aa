package io.github.migrationconnector.diskstreaming.internal.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that look at blocks: one a processor for the whole process, shared by all transfers. No task waits, so none
 * holds up another transfer's.
 */
public final class HashWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HashWorkers.class);

    // bounded by the pool: a task has a block; an empty one ends a thread
    private final LinkedBlockingQueue<Optional<Consumer<BlockHasher>>> tasks = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    public HashWorkers(int count) {
        for (int number = 1; number <= count; number++) {
            Thread thread = new Thread(this::work, "block-hash-" + number);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    void submit(Consumer<BlockHasher> task) {
        tasks.add(Optional.of(task));
    }

    private void work() {
        BlockHasher hasher = new BlockHasher();
        try {
            for (Optional<Consumer<BlockHasher>> task = tasks.take(); task.isPresent(); task = tasks.take()) {
                try {
                    task.get().accept(hasher);
                } catch (Throwable e) {
                    // a task tells its transfer; what gets here is a bug, and must not end the others' thread
                    LOG.error("A block was not looked at", e);
                    hasher = new BlockHasher();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the threads, after what is queued. */
    @Override
    public void close() {
        threads.forEach(thread -> tasks.add(Optional.empty()));
    }
}
