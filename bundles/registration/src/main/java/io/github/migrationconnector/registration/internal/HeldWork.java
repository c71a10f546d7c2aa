package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Holding;
import java.util.List;
import java.util.stream.Collectors;

/** Keeps the connector from letting go of what its runs hold: nobody else removes their snapshots. */
final class HeldWork {
    /** So many are named; the others are counted. */
    private static final int MOST_NAMED = 10;

    private static final String FIX =
            "Let the runs end or call them off, and wait until what they left is removed. To leave it behind all the same,"
                    + " let go by force: connector registration disassociate --yes --force.";

    private final Ports ports;
    private final StoredConnections connections;

    HeldWork(Ports ports, StoredConnections connections) {
        this.ports = ports;
        this.connections = connections;
    }

    /** Refuses to let go while anything is held. */
    void requireNone() {
        refuse(ports.holdings().holdings());
    }

    /**
     * Refuses a vCenter that is another one than that of something held.
     *
     * @param endpoint of the one that is to come into force
     * @param vcenterId its instance UUID
     */
    void requireNoneElsewhere(VcenterEndpoint endpoint, String vcenterId) {
        boolean samePlace = endpoint.server().equals(connections.endpoint().server());
        refuse(holdings(samePlace).stream()
                .filter(held -> held.identity().lacksVcenter()
                        ? !samePlace
                        : held.identity().isOfAnotherVcenter(vcenterId))
                .toList());
    }

    /** Refuses another account or region of AWS while anything is held: what lies in the old one would be found nowhere. */
    void requireNoneInAnotherPlace(boolean same) {
        if (!same) {
            refuse(ports.holdings().holdings());
        }
    }

    /** A new password for the same vCenter must not wait for a bundle that is not there. */
    private List<Holding> holdings(boolean samePlace) {
        try {
            return ports.holdings().holdings();
        } catch (ConnectorException absent) {
            if (samePlace) {
                return List.of();
            }
            throw absent;
        }
    }

    private static void refuse(List<Holding> held) {
        if (held.isEmpty()) {
            return;
        }
        String named = held.stream().limit(MOST_NAMED).map(HeldWork::words).collect(Collectors.joining(", "));
        String more = held.size() > MOST_NAMED ? " and " + (held.size() - MOST_NAMED) + " more" : "";
        throw Problem.fatal(
                        "CONNECTOR_IN_USE",
                        "Runs hold snapshots in vCenter and AWS that nobody would remove: " + named + more + ".",
                        FIX)
                .asException();
    }

    private static String words(Holding held) {
        String why =
                switch (held.kind()) {
                    case UNFINISHED -> "has not ended";
                    case LEFTOVERS -> "has left something";
                };
        return held.runId() + " of " + held.vmName() + " (" + held.jobId() + ") " + why;
    }
}
