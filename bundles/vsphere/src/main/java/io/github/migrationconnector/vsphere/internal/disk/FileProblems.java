package io.github.migrationconnector.vsphere.internal.disk;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.vsphere.internal.session.VcenterProblems;

/** The failures of reading one file, told. */
final class FileProblems {
    private static final int REDIRECTIONS = 300;
    private static final int CLIENT_ERRORS = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int SERVER_ERRORS = 500;
    private static final int NOT_IMPLEMENTED = 501;

    private final DatastorePath file;
    private final VcenterProblems vcenter;

    FileProblems(DatastorePath file, VcenterProblems vcenter) {
        this.file = file;
        this.vcenter = vcenter;
    }

    /** An answer with a status that was not asked for. */
    FileProblem status(int status) {
        String message = "vCenter answered HTTP " + status + " for " + file;
        if (status == UNAUTHORIZED) {
            return new FileProblem.SessionEnded();
        }
        if (status == FORBIDDEN) {
            return new FileProblem.Fatal(Problem.fatal(
                    "DATASTORE_FORBIDDEN",
                    message,
                    "Give the connector's user Datastore.Browse and Datastore.FileManagement on the datastore."));
        }
        if (status >= REDIRECTIONS && status < CLIENT_ERRORS) {
            return new FileProblem.Fatal(Problem.fatal(
                    "DATASTORE_REDIRECTED",
                    message + ", which leads to another server; nothing is sent there",
                    "Check that no proxy stands between. Disks are read through vCenter alone: a server that vCenter"
                            + " names is none whose certificate you accepted."));
        }
        if (status == NOT_FOUND || status == RANGE_NOT_SATISFIABLE) {
            return new FileProblem.Changed(
                    Problem.fatal(
                            "DATASTORE_FILE_MISSING",
                            message,
                            "Check that the datastore browser of vCenter shows the file; the virtual machine may have been moved."));
        }
        if (status >= SERVER_ERRORS && status != NOT_IMPLEMENTED) {
            return new FileProblem.Withheld(Problem.passing(
                    "DATASTORE_BUSY",
                    message,
                    "vCenter may be short of HTTP sessions, or the file is locked; look at its log if it lasts."));
        }
        return new FileProblem.Fatal(Problem.fatal(
                "DATASTORE_RANGES_REFUSED",
                message + " where a range of it was asked for",
                "Check that no proxy stands between, and that vCenter's datastore browser is enabled."));
    }

    /** An answer that does not fit the question. */
    FileProblem misfit(String how) {
        return new FileProblem.Fatal(Problem.fatal(
                "DATASTORE_ANSWER_WRONG",
                "vCenter's answer for " + file + " " + how,
                "Check that no proxy stands between the connector and vCenter."));
    }

    /** The file has another length than before. */
    FileProblem resized(long before, long now) {
        return new FileProblem.Changed(Problem.fatal(
                "SOURCE_CHANGED",
                file + " had " + before + " bytes, now it has " + now,
                "Start again with a new snapshot."));
    }

    /** The connection could not be made, or broke. */
    FileProblem broken(Throwable cause) {
        Problem problem = vcenter.of(cause instanceof Exception known ? known : new IllegalStateException(cause))
                .problem();
        return switch (problem.retry()) {
            case SOON -> new FileProblem.Passing(problem);
            case NEVER, WHEN_FREE, ON_RESUME -> new FileProblem.Fatal(problem);
        };
    }
}
