package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.sql.SQLException;
import java.util.Optional;

/** Failures of PostgreSQL by their SQLSTATE: https://www.postgresql.org/docs/15/errcodes-appendix.html. */
final class PostgresProblems implements Problems {
    private static final String DISK_FULL = "53100";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String QUERY_CANCELED = "57014";
    private static final String READ_ONLY = "25006";

    private final String place;

    PostgresProblems(String place) {
        this.place = place;
    }

    @Override
    public Optional<ConnectorException> problemOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return problemOf(sql.getSQLState(), sql).map(problem -> problem.asException(failure));
            }
        }
        return Optional.empty();
    }

    private Optional<Problem> problemOf(String state, SQLException failure) {
        if (state.equals(DISK_FULL)) {
            return Optional.of(new Problem(
                    "STORE_FULL",
                    "The disk of the database " + place + " is full.",
                    "Free some space on the database server.",
                    Retry.WHEN_FREE));
        }
        if (state.equals(LOCK_NOT_AVAILABLE) || state.equals(QUERY_CANCELED) || state.equals(TOO_MANY_CONNECTIONS)) {
            return Optional.of(Problem.passing(
                    "STORE_BUSY",
                    "The database " + place + " has no time for the connector: " + firstLine(failure),
                    "Look for what holds locks or connections there."));
        }
        return switch (state.substring(0, 2)) {
            // connection; transaction rolled back by a deadlock or a conflict; operator intervention
            case "08", "40", "57" ->
                Optional.of(Problem.passing(
                        "STORE_AWAY",
                        "The database " + place + " does not answer: " + firstLine(failure),
                        "Look whether the database server runs and can be reached."));
            // wrong login; no such database; system and internal errors
            case "28", "3D", "58", "XX" -> Optional.of(unusable(failure));
            default ->
                state.equals(READ_ONLY) && isStandby(failure) ? Optional.of(unusable(failure)) : Optional.empty();
        };
    }

    /** A reader of ours that tries to write is a fault of the statement's owner, and told so by the transaction. */
    private static boolean isStandby(SQLException failure) {
        return firstLine(failure).contains("recovery");
    }

    private Problem unusable(SQLException failure) {
        return Problem.fatal(
                "STORE_UNUSABLE",
                "The database " + place + " can't be used: " + firstLine(failure),
                "Look at url and passwordFile in conf/io.github.migrationconnector.store.cfg, and at the log of the"
                        + " database server.");
    }

    private static String firstLine(SQLException failure) {
        String message = failure.getMessage();
        return message == null
                ? failure.getSQLState()
                : message.strip().lines().findFirst().orElse("");
    }
}
