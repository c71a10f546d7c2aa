package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;

/** What can be wrong with a VMDK's files, worded once. */
final class VmdkProblem {
    private VmdkProblem() {}

    /** A file contradicts itself: which field at which offset, and why. */
    static ConnectorException damaged(String file, String field, long offsetBytes, String why) {
        return Problem.fatal(
                        "VMDK_DAMAGED",
                        "The file " + file + " is damaged: " + field + " at byte " + offsetBytes + " " + why + ".",
                        "Copy the disk's files again, or restore them: the connector never guesses at a disk's bytes.")
                .asException();
    }

    /** A file that is what it says, but in a way that can't be read. */
    static ConnectorException notSupported(String file, String what) {
        return Problem.fatal(
                        "VMDK_TYPE_NOT_SUPPORTED",
                        "The file " + file + " " + what + ", which the connector can't read.",
                        "Make a copy of the disk in another format, for example with vmkfstools -i or qemu-img convert.")
                .asException();
    }

    /** A disk that its writer has not finished with. */
    static ConnectorException unclean(String file, String what) {
        return Problem.fatal(
                        "VMDK_UNCLEAN",
                        "The file " + file + " " + what + ": its tables may lag behind its bytes.",
                        "Power the VM on and shut it down cleanly, or repair the disk with vmkfstools -x repair or"
                                + " vmware-vdiskmanager -R, then try again.")
                .asException();
    }
}
