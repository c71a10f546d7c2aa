package io.github.migrationconnector.api.replication;

import java.time.Instant;
import java.util.Objects;

/**
 * Something of replication changed; what it is like now is asked of {@link Replication} or {@link Catalog}.
 *
 * @param number grows from change to change, over restarts too
 * @param at when
 * @param kind what
 * @param id of the job or run; empty for the catalog
 * @param jobId the job that it belongs to; empty for the catalog
 */
public record Change(long number, Instant at, Kind kind, String id, String jobId) {
    public Change {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(jobId, "jobId");
    }

    /** What changed. */
    public enum Kind {
        JOB,
        JOB_DELETED,
        /** State, phase, problem or wait of a run. */
        RUN,
        /** How far a run's transfers are: now and then. */
        PROGRESS,
        CATALOG
    }
}
