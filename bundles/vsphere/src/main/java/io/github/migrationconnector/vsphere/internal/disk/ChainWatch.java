package io.github.migrationconnector.vsphere.internal.disk;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.vsphere.internal.session.VcenterProblems;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Makes sure that a frozen disk still is the one that was opened (correctness rule 3). Asking also keeps the session alive:
 * vCenter ends those that only read files.
 */
final class ChainWatch {
    static final Duration INTERVAL = Duration.ofSeconds(60);

    private static final String SOURCE_CHANGED = "SOURCE_CHANGED";

    private final Supplier<FrozenDisk> finder;
    private final FrozenDisk opened;
    private final Duration interval;
    private final Patience patience = new Patience(Patience.USUAL_FAILURES, Patience.USUAL_PAUSE);
    private long checkedNanos = System.nanoTime();

    /** @param finder finds the disk anew */
    ChainWatch(Supplier<FrozenDisk> finder, FrozenDisk opened, Duration interval) {
        this.finder = finder;
        this.opened = opened;
        this.interval = interval;
    }

    /** Checks when it is time again. */
    void checkWhenDue() throws InterruptedException {
        if (System.nanoTime() - checkedNanos >= interval.toNanos()) {
            check();
        }
    }

    /** @throws ConnectorException {@code SOURCE_CHANGED}, {@code VM_GONE} */
    void check() throws InterruptedException {
        compare(resolved());
        checkedNanos = System.nanoTime();
        patience.progress();
    }

    private FrozenDisk resolved() throws InterruptedException {
        while (true) {
            try {
                return finder.get();
            } catch (ConnectorException e) {
                if (e.problem().retry() != Retry.SOON) {
                    throw told(e);
                }
                patience.spend(e.problem());
            }
        }
    }

    private void compare(FrozenDisk now) {
        if (!now.equals(opened)) {
            throw changed("its files are other ones now").asException();
        }
    }

    private ConnectorException told(ConnectorException e) {
        return e.problem().code().equals(VcenterProblems.SNAPSHOT_GONE)
                ? changed("its snapshot was removed").asException(e)
                : e;
    }

    /** Checks after trouble with its files; that vCenter can't tell is no news then. */
    void checkAfterTrouble() throws InterruptedException {
        try {
            compare(finder.get());
        } catch (ConnectorException e) {
            ConnectorException told = told(e);
            if (told.problem().retry() == Retry.NEVER) {
                throw told;
            }
        }
    }

    /** What really is behind a file that can't be read: the disk has changed, or it is as the file's failure says. */
    ConnectorException explained(ConnectorException failure) throws InterruptedException {
        if (failure.problem().retry() != Retry.NEVER || isTold(failure.problem())) {
            return failure;
        }
        try {
            checkAfterTrouble();
            return failure;
        } catch (ConnectorException e) {
            return e;
        }
    }

    private static boolean isTold(Problem problem) {
        return problem.code().equals(VcenterProblems.VM_GONE) || problem.code().equals(SOURCE_CHANGED);
    }

    private Problem changed(String how) {
        return Problem.fatal(
                SOURCE_CHANGED,
                "The disk " + opened.address().diskKey() + " of "
                        + opened.address().vmId() + " changed while it was read: " + how,
                "Start again with a new snapshot, and let no other tool consolidate or remove snapshots meanwhile.");
    }
}
