package io.github.migrationconnector.replication.internal.fake;

/** The daemon was killed here: nothing of the old life may act any more. */
public final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed(String where) {
        super(where, null, false, false);
    }
}
