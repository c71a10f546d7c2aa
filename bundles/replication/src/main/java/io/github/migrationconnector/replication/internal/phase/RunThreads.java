package io.github.migrationconnector.replication.internal.phase;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The threads of this process that work on runs, told by their names. When this bundle is replaced while a worker of it
 * hangs, the name is all that its next life has in common with that worker: the classes are others, and the store can't tell
 * a worker that hangs from one that is gone.
 */
public final class RunThreads {
    private static final String WORKER = "run-";
    private static final String TRANSFER = "transfer-";

    private RunThreads() {}

    /** The runs that a thread other than the caller's works on. */
    public static Set<String> othersAtWork() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread != Thread.currentThread())
                .map(thread -> runOf(thread.getName()))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /**
     * Works on a run under its name, unless another thread of this process does.
     *
     * @return whether it was done
     */
    public static boolean alone(String runId, Runnable work) {
        Thread worker = Thread.currentThread();
        String before = worker.getName();
        // named first: of two that come at once each sees the other
        worker.setName(WORKER + runId);
        try {
            if (othersAtWork().contains(runId)) {
                return false;
            }
            work.run();
            return true;
        } finally {
            worker.setName(before);
        }
    }

    /** Carries a disk of a run under the run's name. */
    static <T> T transfer(String runId, Callable<T> work) throws Exception {
        Thread thread = Thread.currentThread();
        String before = thread.getName();
        thread.setName(TRANSFER + runId);
        try {
            return work.call();
        } finally {
            thread.setName(before);
        }
    }

    private static Optional<String> runOf(String name) {
        return Stream.of(WORKER, TRANSFER)
                .filter(name::startsWith)
                .map(start -> name.substring(start.length()))
                .findFirst();
    }
}
