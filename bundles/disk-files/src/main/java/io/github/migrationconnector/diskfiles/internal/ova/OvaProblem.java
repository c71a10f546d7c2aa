package io.github.migrationconnector.diskfiles.internal.ova;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;

/** What can be wrong with an OVA, worded once. */
public final class OvaProblem {
    private OvaProblem() {}

    /** It contradicts itself, or is not whole. */
    public static ConnectorException damaged(String what) {
        return Problem.fatal(
                        "OVA_DAMAGED",
                        "The OVA is damaged: " + what + ".",
                        "Copy or export it again: an OVA is only read when it is whole.")
                .asException();
    }

    /** It is packed in a way that can't be read. */
    public static ConnectorException notSupported(String what) {
        return Problem.fatal(
                        "OVA_NOT_SUPPORTED",
                        "The OVA " + what + ".",
                        "Export it again as one OVA file with uncompressed parts, for example with ovftool.")
                .asException();
    }
}
