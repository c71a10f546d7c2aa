package io.github.migrationconnector.replication.internal.store;

import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The rows of jobs. */
final class JobTable {
    void insert(Handle handle, Job job) {
        handle.createUpdate(
                        """
                        insert into replication_job (id, vm_id, vm_name, asked_vm, description, quiesce,
                            bytes_per_second, created_at, latest_image_id)
                        values (:id, :vmId, :vmName, :askedVm, :description, :quiesce,
                            :bytesPerSecond, :createdAt, :latestImageId)
                        """)
                .bind("id", job.id())
                .bind("vmId", job.vmId())
                .bind("vmName", job.vmName())
                .bind("askedVm", job.spec().vm())
                .bind("description", job.spec().description())
                .bind("quiesce", job.spec().quiesce())
                .bind("bytesPerSecond", job.spec().bytesPerSecond())
                .bind("createdAt", job.createdAt().toEpochMilli())
                .bind("latestImageId", job.latestImageId())
                .execute();
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

    void setLatestImage(Handle handle, String id, String imageId) {
        handle.createUpdate("update replication_job set latest_image_id = :imageId where id = :id")
                .bind("imageId", imageId)
                .bind("id", id)
                .execute();
    }

    void delete(Handle handle, String id) {
        for (String table : List.of("replication_run_problem", "replication_run_warning", "replication_run_disk")) {
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
        JobSpec spec = new JobSpec(
                row.getString("asked_vm"),
                row.getString("description"),
                row.getBoolean("quiesce"),
                row.getLong("bytes_per_second"));
        return new Job(
                row.getString("id"),
                row.getString("vm_id"),
                row.getString("vm_name"),
                spec,
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getString("latest_image_id"));
    }
}
