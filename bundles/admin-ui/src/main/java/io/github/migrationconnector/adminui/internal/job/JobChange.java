package io.github.migrationconnector.adminui.internal.job;

import io.github.migrationconnector.api.replication.JobSpec;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A field of a job that somebody would have otherwise than it is in force now.
 *
 * @param field its name in the form
 * @param inForce as it is
 * @param typed as it was typed
 */
public record JobChange(String field, String inForce, String typed) {
    private static final List<String> COMPARED = List.of(
            "description",
            "schedule",
            "hours",
            "startAt",
            "imagesToKeep",
            "rate",
            "quiesce",
            "encrypted",
            "kmsKeyId",
            "licenseType",
            "roleName");

    public JobChange {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(inForce, "inForce");
        Objects.requireNonNull(typed, "typed");
    }

    /** In the order of the form; times in UTC. */
    public static List<JobChange> between(JobSpec inForce, JobSpec typed) {
        JobForm now = JobForm.of(inForce);
        JobForm wanted = JobForm.of(typed);
        Stream<JobChange> all =
                COMPARED.stream().map(field -> new JobChange(field, now.value(field), wanted.value(field)));
        return all.filter(change -> !change.inForce().equals(change.typed())).toList();
    }
}
