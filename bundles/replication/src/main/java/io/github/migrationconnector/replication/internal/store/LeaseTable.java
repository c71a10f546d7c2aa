package io.github.migrationconnector.replication.internal.store;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.replication.internal.domain.Ending;
import io.github.migrationconnector.replication.internal.domain.Held;
import io.github.migrationconnector.replication.internal.domain.Holder;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The columns of runs that say who works on them. An ended run has nobody who does. */
final class LeaseTable {
    private static final String UNFINISHED = "state in ('PENDING', 'ACTIVE', 'DELETING')";

    private final Holder me;

    LeaseTable(Holder me) {
        this.me = me;
    }

    String life() {
        return me.life();
    }

    boolean hold(Handle handle, String runId, Instant now, Instant until) {
        return handle.createUpdate(
                                """
                                update replication_run set lease_home = :home, lease_life = :life, lease_until = :until
                                where id = :id and (lease_life = :life or lease_until < :now)
                                """)
                        .bind("home", me.home())
                        .bind("life", me.life())
                        .bind("until", until.toEpochMilli())
                        .bind("id", runId)
                        .bind("now", now.toEpochMilli())
                        .execute()
                == 1;
    }

    List<Held> keep(Handle handle, Instant until) {
        handle.createUpdate(
                        "update replication_run set lease_until = :until where lease_life = :life and " + UNFINISHED)
                .bind("until", until.toEpochMilli())
                .bind("life", me.life())
                .execute();
        return handle.createQuery(
                        "select id, cancel_requested, ending from replication_run where lease_life = :life and "
                                + UNFINISHED)
                .bind("life", me.life())
                .map((row, context) -> new Held(
                        row.getString("id"),
                        row.getBoolean("cancel_requested") && Ending.valueOf(row.getString("ending")) == Ending.NONE))
                .list();
    }

    List<String> forfeited(Handle handle, Instant now) {
        return handle.createQuery("select id from replication_run where lease_life <> :life and lease_until < :now and "
                        + UNFINISHED + " order by number")
                .bind("life", me.life())
                .bind("now", now.toEpochMilli())
                .mapTo(String.class)
                .list();
    }

    /** The name of the life stays: it may write until somebody else has taken the run. */
    void inherit(Handle handle, Set<String> atWork) {
        handle
                .createQuery("select id from replication_run where lease_home = :home and lease_life <> :life and "
                        + UNFINISHED)
                .bind("home", me.home())
                .bind("life", me.life())
                .mapTo(String.class)
                .list()
                .stream()
                .filter(id -> !atWork.contains(id))
                .forEach(id -> handle.createUpdate("update replication_run set lease_until = 0 where id = :id")
                        .bind("id", id)
                        .execute());
    }

    void letGo(Handle handle) {
        handle.createUpdate("update replication_run set lease_until = 0 where lease_life = :life")
                .bind("life", me.life())
                .execute();
    }

    static ConnectorException takenOver(String runId) {
        return Problem.fatal(
                        RunStore.TAKEN_OVER,
                        "another connector has taken over " + runId,
                        "See to it that the clocks of all connectors of this database agree.")
                .asException();
    }
}
