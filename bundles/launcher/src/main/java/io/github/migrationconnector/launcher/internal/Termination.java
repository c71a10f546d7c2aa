package io.github.migrationconnector.launcher.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Turns SIGTERM and SIGINT into an orderly stop with an exit code of our own: the virtual machine runs its shutdown hooks
 * on them, and would end with 128 + the signal's number when they are done.
 */
public final class Termination {
    /** Stops what runs; called once, on the hook's thread. */
    @FunctionalInterface
    interface Stop {
        ExitCode stop() throws InterruptedException;
    }

    private final CountDownLatch requested = new CountDownLatch(1);
    private final AtomicReference<Stop> stop = new AtomicReference<>(() -> ExitCode.DONE);
    private final Thread hook = new Thread(this::signalled, "connector-stop");

    /** From now on a signal stops in good order. */
    public void arm() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Ends in good order when another process is gone: nobody else would, when the script was killed alone. */
    public void endWith(long pid) {
        if (pid > 0) {
            ProcessHandle.of(pid)
                    .ifPresentOrElse(
                            parent -> {
                                var unused = parent.onExit().thenRun(() -> System.exit(ExitCode.DONE.number()));
                            },
                            // it went while this one came up
                            () -> exit(ExitCode.DONE.number()));
        }
    }

    /** Ends the process, unless a signal is doing so already. */
    public void exit(int code) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the hook is at work and ends the process with its own code; the exit below waits for it
            requested.countDown();
        }
        System.exit(code);
    }

    /** What to do when the signal comes. */
    void onSignal(Stop how) {
        stop.set(how);
    }

    /** Counted down when the signal has come. */
    CountDownLatch requested() {
        return requested;
    }

    private void signalled() {
        requested.countDown();
        ExitCode code;
        try {
            code = stop.get().stop();
        } catch (InterruptedException e) {
            code = ExitCode.FAILED;
        }
        Runtime.getRuntime().halt(code.number());
    }
}
