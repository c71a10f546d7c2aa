package io.github.migrationconnector.networking.internal;

import io.github.migrationconnector.api.problem.ConnectorException;

/** Whether another machine has an address (RFC 5227, section 2.1; RFC 4862, section 5.4). */
final class AddressProbe {
    private final PrivilegedProgram program;

    AddressProbe(PrivilegedProgram program) {
        this.program = program;
    }

    /** False as well when it can't be asked. */
    boolean taken(String interfaceName, String address) {
        try {
            return program.present()
                    && program.call("", "network", "probe", interfaceName, address)
                            .strip()
                            .equals("taken");
        } catch (ConnectorException unasked) {
            return false;
        }
    }
}
