package io.github.migrationconnector.vsphere.internal.disk;

import io.github.migrationconnector.api.problem.Problem;

/** What went wrong with one request for a file, and what its maker does about it. */
sealed interface FileProblem {
    /** It may pass: a broken connection, a timeout. */
    record Passing(Problem problem) implements FileProblem {}

    /** It may pass: the server is too busy, or the file is locked, perhaps because the disk is in use again. */
    record Withheld(Problem problem) implements FileProblem {}

    /** The session has ended: log in, then ask again. */
    record SessionEnded() implements FileProblem {}

    /** The file is not there, or not as long as it was: somebody changed the disk, or took it away. */
    record Changed(Problem problem) implements FileProblem {}

    /** Asking again is of no use. */
    record Fatal(Problem problem) implements FileProblem {}
}
