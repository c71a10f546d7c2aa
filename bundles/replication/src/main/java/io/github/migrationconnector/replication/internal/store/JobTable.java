package io.github.migrationconnector.replication.internal.store;

import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.JobStatus;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.Schedule;
import io.github.migrationconnector.api.replication.VmIdentity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;

/** The rows of jobs. */
final class JobTable {
    private static final String INSERT =
            """
            insert into replication_job (id, vm_id, vm_name, asked_vm, description, quiesce, bytes_per_second,
                created_at, latest_image_id, server_id, schedule, every_hours, starts_at, images_to_keep, license_type,
                role_name, encrypted, kms_key_id, state, paused, message, message_code, message_values, message_fix, next_run_at, failures, revision,
                vcenter_id, instance_uuid)
            values (:id, :vmId, :vmName, :askedVm, :description, :quiesce, :bytesPerSecond,
                :createdAt, :latestImageId, :serverId, :schedule, :everyHours, :startsAt, :imagesToKeep, :licenseType,
                :roleName, :encrypted, :kmsKeyId, :state, :paused, :message, :messageCode, :messageValues, :messageFix, :nextRunAt, :failures, :revision,
                :vcenterId, :instanceUuid)
            """;
    private static final String SET =
            """
            update replication_job set vm_id = :vmId, vm_name = :vmName, asked_vm = :askedVm, description = :description,
                quiesce = :quiesce, bytes_per_second = :bytesPerSecond, created_at = :createdAt,
                latest_image_id = :latestImageId, server_id = :serverId, schedule = :schedule,
                every_hours = :everyHours, starts_at = :startsAt, images_to_keep = :imagesToKeep,
                license_type = :licenseType, role_name = :roleName, encrypted = :encrypted, kms_key_id = :kmsKeyId,
                state = :state, paused = :paused, message = :message, message_code = :messageCode,
                message_values = :messageValues, message_fix = :messageFix, next_run_at = :nextRunAt, failures = :failures,
                revision = :revision, vcenter_id = :vcenterId, instance_uuid = :instanceUuid
            where id = :id
            """;

    void insert(Handle handle, Job job) {
        bound(handle.createUpdate(INSERT), job).execute();
    }

    void update(Handle handle, Job job) {
        bound(handle.createUpdate(SET), job).execute();
    }

    /** Gives a job its next time; false when it is not due at the time that the caller has read. */
    boolean moveOn(Handle handle, String id, Instant due, Instant next) {
        return handle.createUpdate(
                                "update replication_job set next_run_at = :next where id = :id and next_run_at = :due")
                        .bind("id", id)
                        .bind("due", due.toEpochMilli())
                        .bind("next", next.toEpochMilli())
                        .execute()
                == 1;
    }

    private static Update bound(Update statement, Job job) {
        JobSpec spec = job.spec();
        ImageOptions image = spec.image();
        JobStatus status = job.status();
        ScheduleColumns schedule = ScheduleColumns.of(spec.schedule());
        return statement
                .bind("id", job.id())
                .bind("vmId", job.vmId())
                .bind("vmName", job.vmName())
                .bind("askedVm", spec.vm())
                .bind("description", spec.description())
                .bind("quiesce", spec.quiesce())
                .bind("bytesPerSecond", spec.bytesPerSecond())
                .bind("createdAt", job.createdAt().toEpochMilli())
                .bind("latestImageId", job.latestImageId())
                .bind("serverId", job.serverId())
                .bind("schedule", schedule.kind())
                .bind("everyHours", schedule.hours())
                .bind("startsAt", schedule.start().toEpochMilli())
                .bind("imagesToKeep", image.imagesToKeep())
                .bind("licenseType", image.licenseType().name())
                .bind("roleName", image.roleName())
                .bind("encrypted", image.encrypted())
                .bind("kmsKeyId", image.kmsKeyId())
                .bind("state", status.state().name())
                .bind("paused", status.paused())
                .bind("message", status.notice().message())
                .bind("messageCode", status.notice().code())
                .bind("messageValues", ListText.of(status.notice().values()))
                .bind("messageFix", status.notice().fix())
                .bind("nextRunAt", status.nextRunAt().toEpochMilli())
                .bind("failures", status.failures())
                .bind("revision", status.revision())
                .bind("vcenterId", job.identity().vcenterId())
                .bind("instanceUuid", job.identity().instanceUuid());
    }

    List<Job> all(Handle handle) {
        return handle.createQuery("select * from replication_job order by created_at, id")
                .map(JobTable::job)
                .list();
    }

    Optional<Job> find(Handle handle, String id) {
        return handle.createQuery("select * from replication_job where id = :id")
                .bind("id", id)
                .map(JobTable::job)
                .findOne();
    }

    Optional<Job> ofVm(Handle handle, String vmId) {
        return handle.createQuery("select * from replication_job where vm_id = :vmId")
                .bind("vmId", vmId)
                .map(JobTable::job)
                .findOne();
    }

    void delete(Handle handle, String id) {
        for (String table : List.of(
                "replication_run_problem",
                "replication_run_warning",
                "replication_run_phase",
                "replication_run_disk")) {
            handle.createUpdate("delete from " + table
                            + " where run_id in (select id from replication_run where job_id = :id)")
                    .bind("id", id)
                    .execute();
        }
        for (String table : List.of("replication_checkpoint", "replication_run")) {
            handle.createUpdate("delete from " + table + " where job_id = :id")
                    .bind("id", id)
                    .execute();
        }
        handle.createUpdate("delete from replication_job where id = :id")
                .bind("id", id)
                .execute();
    }

    private static Job job(ResultSet row, StatementContext context) throws SQLException {
        ImageOptions image = new ImageOptions(
                row.getInt("images_to_keep"),
                LicenseType.valueOf(row.getString("license_type")),
                row.getString("role_name"),
                row.getBoolean("encrypted"),
                row.getString("kms_key_id"));
        ScheduleColumns schedule = new ScheduleColumns(
                row.getString("schedule"), row.getInt("every_hours"), Instant.ofEpochMilli(row.getLong("starts_at")));
        JobSpec spec = new JobSpec(
                row.getString("asked_vm"),
                row.getString("description"),
                row.getBoolean("quiesce"),
                row.getLong("bytes_per_second"),
                schedule.schedule(),
                image);
        JobStatus status = new JobStatus(
                JobState.valueOf(row.getString("state")),
                row.getBoolean("paused"),
                new Notice(
                        row.getString("message_code"),
                        ListText.parse(row.getString("message_values")),
                        row.getString("message"),
                        row.getString("message_fix")),
                Instant.ofEpochMilli(row.getLong("next_run_at")),
                row.getInt("failures"),
                row.getLong("revision"));
        return new Job(
                row.getString("id"),
                row.getString("vm_id"),
                row.getString("vm_name"),
                spec,
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getString("latest_image_id"),
                row.getString("server_id"),
                status,
                new VmIdentity(row.getString("vcenter_id"), row.getString("instance_uuid")));
    }

    /** A schedule in columns. */
    private record ScheduleColumns(String kind, int hours, Instant start) {
        static final String ON_DEMAND = "ON_DEMAND";
        static final String ONCE = "ONCE";
        static final String EVERY = "EVERY";

        static ScheduleColumns of(Schedule schedule) {
            if (schedule instanceof Schedule.Every every) {
                return new ScheduleColumns(EVERY, every.hours(), every.start());
            }
            if (schedule instanceof Schedule.Once once) {
                return new ScheduleColumns(ONCE, 0, once.at());
            }
            return new ScheduleColumns(ON_DEMAND, 0, Instant.EPOCH);
        }

        Schedule schedule() {
            return switch (kind) {
                case ON_DEMAND -> new Schedule.OnDemand();
                case ONCE -> new Schedule.Once(start);
                case EVERY -> new Schedule.Every(hours, start);
                default -> throw new IllegalStateException("not a schedule: " + kind);
            };
        }
    }
}
