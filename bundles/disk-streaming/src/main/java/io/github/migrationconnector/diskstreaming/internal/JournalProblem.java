package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.problem.FullDisk;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.io.UncheckedIOException;

/** What a journal that can't be written means: a full disk passes when somebody makes room, all else does not. */
final class JournalProblem {
    private JournalProblem() {}

    static Problem of(UncheckedIOException failure) {
        if (FullDisk.caused(failure)) {
            return new Problem(
                    "DISK_FULL",
                    "The disk of the connector's home is full: the journal can't grow.",
                    "Free some space there. What is acknowledged is kept, and the transfer goes on by itself.",
                    Retry.WHEN_FREE);
        }
        return Problem.fatal(
                "JOURNAL_FAILED",
                "The journal can't be written or read: " + failure.getCause().getMessage() + ".",
                "Check that the home is writable, then start again: nothing acknowledged is lost.");
    }
}
