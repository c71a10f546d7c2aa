package io.github.migrationconnector.replication.internal.store;

import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.replication.RunDetails.PhaseTime;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.RunType;
import io.github.migrationconnector.replication.internal.domain.Course;
import io.github.migrationconnector.replication.internal.domain.DiskRecord;
import io.github.migrationconnector.replication.internal.domain.Ending;
import io.github.migrationconnector.replication.internal.domain.Load;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/** The rows of runs, with their problems and warnings. */
final class RunTable {
    private static final String SET =
            """
            update replication_run set state = :state, phase = :phase, ending = :ending, ended_at = :endedAt,
                firmware = :firmware, target_encrypts = :targetEncrypts, vm_snapshot_id = :vmSnapshotId,
                image_id = :imageId, leftovers = :leftovers,
                waiting_for = :waitingFor, waiting_since = :waitingSince, image_removed = :imageRemoved,
                datastores = :datastores, host_id = :hostId
            where id = :id
            """;

    /** Nobody, or this life of this connector. */
    private static final String IN_HAND = " and lease_life in ('', :life)";

    /** What has ended has nobody who works on it; tidying up after it changes its state no more. */
    private static final String IN_HAND_OR_ENDED = " and (lease_life in ('', :life)"
            + " or state = :state and state in ('COMPLETED', 'FAILED', 'MISSED', 'DELETED'))";

    private static final String INSERT =
            """
            insert into replication_run (id, job_id, number, state, phase, ending, started_at, ended_at, firmware,
                target_encrypts, vm_snapshot_id, image_id, leftovers, cancel_requested, waiting_for, waiting_since,
                image_removed, datastores, host_id, run_type, scheduled_at, description, shutdown_within_ms, power_off)
            values (:id, :jobId, (select coalesce(max(number), 0) + 1 from replication_run), :state, :phase, :ending,
                :startedAt, :endedAt, :firmware, :targetEncrypts, :vmSnapshotId, :imageId, :leftovers, false,
                :waitingFor, :waitingSince, :imageRemoved, :datastores, :hostId, :runType, :scheduledAt, :description,
                :shutdownWithinMs, :powerOff)
            """;

    private static final String PLACE = "place";

    private final DiskTable disks = new DiskTable();

    void insert(Handle handle, RunRecord run) {
        Course.Origin origin = run.course().origin();
        bound(handle.createUpdate(INSERT), run)
                .bind("runType", origin.type().name())
                .bind("scheduledAt", origin.scheduledAt().toEpochMilli())
                .bind("description", origin.description())
                .bind("shutdownWithinMs", origin.shutdown().within().toMillis())
                .bind("powerOff", origin.shutdown().powerOff())
                .bind("jobId", run.jobId())
                .bind("startedAt", run.times().startedAt().toEpochMilli())
                .execute();
        writeParts(handle, run);
    }

    /** Writes a run of this life's; what was ended before stays ended in the same way. */
    void update(Handle handle, RunRecord run, String life) {
        update(handle, run, life, IN_HAND_OR_ENDED);
    }

    /** Writes a run of this life's that ends now. */
    void end(Handle handle, RunRecord run, String life) {
        update(handle, run, life, IN_HAND);
    }

    private void update(Handle handle, RunRecord run, String life, String whose) {
        if (bound(handle.createUpdate(SET + whose), run).bind("life", life).execute() != 1) {
            refuse(handle, run.id());
        }
        writeParts(handle, run);
    }

    /** Refuses to write more of a run that is in somebody else's hand. */
    void require(Handle handle, String id, String life) {
        boolean mine = handle.createQuery("select count(*) from replication_run where id = :id" + IN_HAND)
                        .bind("id", id)
                        .bind("life", life)
                        .mapTo(Long.class)
                        .one()
                > 0;
        if (!mine) {
            refuse(handle, id);
        }
    }

    private void refuse(Handle handle, String id) {
        if (find(handle, id).isEmpty()) {
            throw new IllegalStateException("no such run: " + id);
        }
        throw LeaseTable.takenOver(id);
    }

    private static <T extends SqlStatement<T>> T bound(T statement, RunRecord run) {
        return statement
                .bind("id", run.id())
                .bind("state", run.state().name())
                .bind("phase", run.phase().name())
                .bind("ending", run.ending().name())
                .bind("endedAt", run.times().endedAt().toEpochMilli())
                .bind("firmware", run.facts().firmware().name())
                .bind("targetEncrypts", run.facts().targetEncrypts())
                .bind("vmSnapshotId", run.vmSnapshotId())
                .bind("imageId", run.imageId())
                .bind("leftovers", run.leftovers())
                .bind("waitingFor", run.course().waiting().over())
                .bind("waitingSince", run.course().waiting().since().toEpochMilli())
                .bind("imageRemoved", run.course().imageRemoved())
                .bind("datastores", run.facts().load().text())
                .bind("hostId", run.facts().load().hostId());
    }

    private void writeParts(Handle handle, RunRecord run) {
        disks.write(handle, run.id(), run.disks());
        handle.createUpdate("delete from replication_run_problem where run_id = :id")
                .bind("id", run.id())
                .execute();
        handle.createUpdate("delete from replication_run_warning where run_id = :id")
                .bind("id", run.id())
                .execute();
        int place = 0;
        for (Problem problem : run.notes().problems()) {
            handle.createUpdate(
                            """
                            insert into replication_run_problem (run_id, place, code, message, fix, retry)
                            values (:id, :place, :code, :message, :fix, :retry)
                            """)
                    .bind("id", run.id())
                    .bind("place", place++)
                    .bind("code", problem.code())
                    .bind("message", problem.message())
                    .bind("fix", problem.fix())
                    .bind("retry", problem.retry().name())
                    .execute();
        }
        place = 0;
        handle.createUpdate("delete from replication_run_phase where run_id = :id")
                .bind("id", run.id())
                .execute();
        for (PhaseTime entered : run.course().phases()) {
            handle.createUpdate("insert into replication_run_phase (run_id, place, phase, entered_at)"
                            + " values (:id, :place, :phase, :enteredAt)")
                    .bind("id", run.id())
                    .bind("place", place++)
                    .bind("phase", entered.phase().name())
                    .bind("enteredAt", entered.at().toEpochMilli())
                    .execute();
        }
        place = 0;
        for (Notice warning : run.notes().warnings()) {
            handle.createUpdate("insert into replication_run_warning (run_id, place, message, code, code_values)"
                            + " values (:id, :place, :message, :code, :values)")
                    .bind("id", run.id())
                    .bind("place", place++)
                    .bind("message", warning.message())
                    .bind("code", warning.code())
                    .bind("values", ListText.of(warning.values()))
                    .execute();
        }
    }

    Optional<RunRecord> find(Handle handle, String id) {
        return select(handle, "where id = :id", Map.of("id", id)).stream().findFirst();
    }

    /** Runs by a condition of this class's callers, never of outside text. So many queries for many runs as for one. */
    List<RunRecord> select(Handle handle, String condition, Map<String, ?> arguments) {
        Parts parts = Parts.read(handle, condition, arguments);
        return handle.createQuery("select * from replication_run " + condition)
                .bindMap(arguments)
                .map((row, context) -> run(row, parts))
                .list();
    }

    boolean hasUnfinished(Handle handle, String jobId) {
        return handle.createQuery("select count(*) from replication_run where job_id = :jobId and state in ('PENDING',"
                                + " 'ACTIVE', 'DELETING')")
                        .bind("jobId", jobId)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    boolean requestCancel(Handle handle, String id) {
        return handle.createUpdate("update replication_run set cancel_requested = true where id = :id and state in"
                                + " ('PENDING', 'ACTIVE', 'DELETING')")
                        .bind("id", id)
                        .execute()
                == 1;
    }

    void goesOn(Handle handle, String id) {
        handle.createUpdate("update replication_run set waiting_for = '', waiting_since = 0 where id = :id")
                .bind("id", id)
                .execute();
    }

    boolean cancelRequested(Handle handle, String id) {
        return handle.createQuery("select cancel_requested from replication_run where id = :id")
                .bind("id", id)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    Set<String> cancelRequests(Handle handle) {
        return handle.createQuery("select id from replication_run where cancel_requested and state in ('PENDING',"
                        + " 'ACTIVE', 'DELETING')")
                .mapTo(String.class)
                .set();
    }

    private static RunRecord run(ResultSet row, Parts parts) throws SQLException {
        String id = row.getString("id");
        return new RunRecord(
                id,
                row.getString("job_id"),
                RunState.valueOf(row.getString("state")),
                RunPhase.valueOf(row.getString("phase")),
                Ending.valueOf(row.getString("ending")),
                new RunRecord.Times(
                        Instant.ofEpochMilli(row.getLong("started_at")), Instant.ofEpochMilli(row.getLong("ended_at"))),
                new RunRecord.Facts(
                        Firmware.valueOf(row.getString("firmware")),
                        row.getBoolean("target_encrypts"),
                        Load.read(row.getString("datastores"), row.getString("host_id"))),
                row.getString("vm_snapshot_id"),
                parts.disks().getOrDefault(id, List.of()),
                row.getString("image_id"),
                new RunRecord.Notes(
                        parts.problems().getOrDefault(id, List.of()),
                        parts.warnings().getOrDefault(id, List.of())),
                row.getBoolean("leftovers"),
                course(row, parts.phases().getOrDefault(id, List.of())));
    }

    private static Course course(ResultSet row, List<PhaseTime> phases) throws SQLException {
        Course.Origin origin = new Course.Origin(
                RunType.valueOf(row.getString("run_type")),
                Instant.ofEpochMilli(row.getLong("scheduled_at")),
                row.getString("description"),
                new Course.Shutdown(Duration.ofMillis(row.getLong("shutdown_within_ms")), row.getBoolean("power_off")));
        return new Course(
                origin,
                new Course.Waiting(row.getString("waiting_for"), Instant.ofEpochMilli(row.getLong("waiting_since"))),
                phases,
                row.getBoolean("image_removed"));
    }

    /** What belongs to runs and stands in other tables, by the runs' ids. */
    private record Parts(
            Map<String, List<DiskRecord>> disks,
            Map<String, List<Problem>> problems,
            Map<String, List<Notice>> warnings,
            Map<String, List<PhaseTime>> phases) {
        static Parts read(Handle handle, String condition, Map<String, ?> arguments) {
            return new Parts(
                    rows(handle, "disk", "disk_key", condition, arguments, DiskTable::disk),
                    rows(handle, "problem", PLACE, condition, arguments, Parts::problem),
                    rows(handle, "warning", PLACE, condition, arguments, Parts::warning),
                    rows(handle, "phase", PLACE, condition, arguments, Parts::phase));
        }

        private static <T> Map<String, List<T>> rows(
                Handle handle,
                String table,
                String order,
                String condition,
                Map<String, ?> arguments,
                RowMapper<T> mapper) {
            Map<String, List<T>> found = new HashMap<>();
            handle.createQuery("select * from replication_run_" + table
                            + " where run_id in (select id from replication_run " + condition + ") order by " + order)
                    .bindMap(arguments)
                    .map((row, context) -> Map.entry(row.getString("run_id"), mapper.map(row, context)))
                    .forEach(row -> found.computeIfAbsent(row.getKey(), id -> new ArrayList<>())
                            .add(row.getValue()));
            return found;
        }

        private static Problem problem(ResultSet row, StatementContext context) throws SQLException {
            return new Problem(
                    row.getString("code"),
                    row.getString("message"),
                    row.getString("fix"),
                    Retry.valueOf(row.getString("retry")));
        }

        private static Notice warning(ResultSet row, StatementContext context) throws SQLException {
            return new Notice(
                    row.getString("code"), ListText.parse(row.getString("code_values")), row.getString("message"), "");
        }

        private static PhaseTime phase(ResultSet row, StatementContext context) throws SQLException {
            return new PhaseTime(
                    RunPhase.valueOf(row.getString("phase")), Instant.ofEpochMilli(row.getLong("entered_at")));
        }
    }
}
