package io.github.migrationconnector.autoupgrade.internal;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.store.StoreCopies;
import java.util.List;
import java.util.Optional;

/** The services of other bundles, each of which may be away, not least because it is being replaced. */
public interface Neighbours {
    /** Empty while it is away. */
    Optional<StoreCopies> copies();

    /** Empty while it is away. */
    Optional<Replication> replication();

    /** Empty while it is away. */
    Optional<Registration> registration();

    /** Empty while it is away. */
    Optional<Audit> audit();

    /** The replication runs under way. */
    default List<Run> activeRuns() {
        return replication()
                .map(present -> present.jobs().stream()
                        // a younger one may have ended already: it was due while this one was active, and left out
                        .flatMap(job -> present.runs(job.id()).stream()
                                .filter(run -> !run.state().ended())
                                .limit(1))
                        .toList())
                .orElse(List.of());
    }
}
