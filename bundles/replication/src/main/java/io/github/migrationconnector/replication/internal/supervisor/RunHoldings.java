package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.api.replication.Holding;
import io.github.migrationconnector.api.replication.Holdings;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the runs in the store hold: those that have not ended, and those that have left something. */
public final class RunHoldings implements Holdings {
    private final RunStore store;

    public RunHoldings(RunStore store) {
        this.store = store;
    }

    @Override
    public List<Holding> holdings() {
        return Stream.concat(
                        store.unfinished().stream().map(run -> held(run, Holding.Kind.UNFINISHED)),
                        store.withLeftovers().stream().map(run -> held(run, Holding.Kind.LEFTOVERS)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** A job that was deleted meanwhile holds nothing any more. */
    private Optional<Holding> held(RunRecord run, Holding.Kind kind) {
        Optional<Job> job = store.job(run.jobId());
        return job.map(of -> new Holding(run.id(), of.id(), of.vmName(), kind, of.identity()));
    }
}
