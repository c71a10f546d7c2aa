package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobState;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether jobs fail. That is no illness of the connector's, and still what its administrator has to know. */
@Component(service = HealthCheck.class)
public final class JobsCheck implements HealthCheck {
    private static final int NAMED = 5;

    private final Neighbours neighbours;

    @Activate
    public JobsCheck(@Reference Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    @Override
    public CheckProfile profile() {
        return CheckProfile.of("JOBS", 2);
    }

    @Override
    public CheckFinding look() {
        List<Job> jobs = neighbours.replication().jobs();
        List<Job> failing = jobs.stream().filter(JobsCheck::fails).toList();
        return failing.isEmpty()
                ? CheckFinding.ok(
                        "HEALTH_JOBS", jobs.size() + " jobs, none of them fails.", Integer.toString(jobs.size()))
                : CheckFinding.warning(
                        "JOBS_FAIL",
                        failing.size() + " of " + jobs.size() + " jobs fail: "
                                + failing.stream().map(Job::vmName).limit(NAMED).collect(Collectors.joining(", "))
                                + ".",
                        "Each job's page has the cause and the fix; a job that is paused on failures has to be"
                                + " resumed.");
    }

    private static boolean fails(Job job) {
        JobState state = job.status().state();
        return state == JobState.FAILING || state == JobState.PAUSED_ON_FAILURE || state == JobState.FAILED;
    }
}
