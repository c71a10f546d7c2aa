package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.nio.file.Path;
import java.util.Optional;
import org.sqlite.SQLiteException;

/** Failures of SQLite by its result codes. */
final class SqliteProblems implements Problems {
    /** An extended result code has the primary one in its low byte: https://www.sqlite.org/rescode.html. */
    private static final int PRIMARY_CODE = 0xff;

    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_READONLY = 8;
    private static final int SQLITE_IOERR = 10;
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_CANTOPEN = 14;
    private static final int SQLITE_NOTADB = 26;

    private final Path file;

    SqliteProblems(Path file) {
        this.file = file;
    }

    @Override
    public Optional<ConnectorException> problemOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return problemOf(sqlite).map(problem -> problem.asException(failure));
            }
        }
        return Optional.empty();
    }

    /** The store can't be used at all. */
    Problem unusable(String why) {
        return Problem.fatal(
                "STORE_UNUSABLE",
                "The database " + file + " can't be used: " + why + ".",
                "Check the disk and the rights of " + file.getParent()
                        + "; if the file is damaged, bring back a backup.");
    }

    private Optional<Problem> problemOf(SQLiteException failure) {
        return switch (failure.getResultCode().code & PRIMARY_CODE) {
            case SQLITE_FULL ->
                Optional.of(new Problem(
                        "STORE_FULL",
                        "The disk is full: " + file + " can't grow.",
                        "Free some space on the file system of " + file.getParent() + ".",
                        Retry.WHEN_FREE));
            case SQLITE_BUSY ->
                Optional.of(Problem.passing(
                        "STORE_BUSY",
                        "Another program holds the database " + file + ".",
                        "End the program that has the file open."));
            case SQLITE_READONLY, SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_CANTOPEN, SQLITE_NOTADB ->
                Optional.of(unusable(failure.getMessage()));
            default -> Optional.empty();
        };
    }
}
