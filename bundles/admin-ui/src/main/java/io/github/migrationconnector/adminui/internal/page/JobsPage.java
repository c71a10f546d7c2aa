package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.adminui.internal.live.LiveRuns;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.Schedule;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The replication jobs; one job with its runs; and what can be done with it. */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "jobs",
            "felix.webconsole.title=Jobs",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=jobs",
            PageServlet.ORDER + ":Integer=30"
        })
public final class JobsPage extends PageServlet {
    static final String HERE = ROOT + "connector-jobs";
    private static final long serialVersionUID = 1L;
    private static final int ROWS = 100;
    private static final int RUNS = 50;
    private static final long BYTES_PER_MIB = 1L << 20;

    private final transient Services services;
    private final transient LiveRuns live;
    private final transient Clock clock = Clock.systemUTC();

    @Activate
    public JobsPage(@Reference Frame frame, @Reference Services services, @Reference LiveRuns live) {
        super(frame, Role.VIEWER);
        this.services = services;
        this.live = live;
    }

    @Override
    protected Answer show(PageRequest request) {
        String jobId = request.visit().rest();
        return Answer.show(jobId.isEmpty() ? list() : detail(jobId));
    }

    @Override
    protected Answer act(PageRequest request) {
        request.need(Role.OPERATOR);
        Replication replication = services.replication();
        String jobId = request.visit().rest();
        switch (request.field("action")) {
            case "create" -> {
                return create(request);
            }
            case "run" -> {
                Run run = replication.start(jobId);
                live.started();
                return Answer.goTo(RunsPage.HERE + "/" + run.id());
            }
            case "pause" -> {
                replication.pause(jobId);
                return Answer.goTo(HERE + "/" + jobId + "?done=paused");
            }
            case "resume" -> {
                replication.resume(jobId);
                return Answer.goTo(HERE + "/" + jobId + "?done=resumed");
            }
            case "delete" -> {
                replication.delete(jobId);
                return Answer.goTo(HERE + "?done=deleted");
            }
            default ->
                throw Problem.fatal("CHANGE_NOT_ALLOWED", "There is no such action.", "Load the page again.")
                        .asException();
        }
    }

    private Answer create(PageRequest request) {
        String rate = request.field("rate").strip();
        if (!rate.matches("[0-9]{0,6}")) {
            throw Problem.fatal("RATE_INVALID", "The cap is not a number.", "Write MiB per second, or leave it empty.")
                    .asException();
        }
        String hours = request.field("hours");
        Schedule schedule = hours.matches("[1-9]|1[0-9]|2[0-4]")
                ? new Schedule.Every(Integer.parseInt(hours), clock.instant())
                : new Schedule.OnDemand();
        long cap = rate.isEmpty() ? 0 : Long.parseLong(rate) * BYTES_PER_MIB;
        Job job = services.replication()
                .create(new JobSpec(
                        request.field("vm"),
                        request.field("description").strip(),
                        request.checked("quiesce"),
                        cap,
                        schedule,
                        ImageOptions.DEFAULT));
        // a schedule begins its first run by itself
        if (!request.checked("start") || schedule instanceof Schedule.Every) {
            live.started();
            return Answer.goTo(HERE + "/" + job.id() + "?done=created");
        }
        Run run = services.replication().start(job.id());
        live.started();
        return Answer.goTo(RunsPage.HERE + "/" + run.id() + "?done=created");
    }

    private View list() {
        Replication replication = services.replication();
        List<Job> jobs = replication.jobs();
        List<Row> rows = jobs.stream()
                .sorted(Comparator.comparing(Job::createdAt).reversed())
                .limit(ROWS)
                .map(job -> new Row(job, replication.runs(job.id()).stream().findFirst()))
                .toList();
        return View.of("jobs").with("rows", rows).with("total", jobs.size());
    }

    private View detail(String jobId) {
        Job job = services.replication().job(jobId).orElseThrow(() -> Problem.fatal(
                        "JOB_NOT_FOUND", "There is no such job.", "Go back to the list of jobs.")
                .asException());
        List<Run> runs = services.replication().runs(jobId).stream().limit(RUNS).toList();
        return View.of("jobs-detail")
                .with("job", job)
                .with("hours", job.spec().schedule() instanceof Schedule.Every every ? every.hours() : 0)
                .with("halted", job.status().paused() || job.status().state() == JobState.PAUSED_ON_FAILURE)
                .with(
                        "runs",
                        runs.stream()
                                .map(run -> new LastRuns.Row(job.vmName(), run))
                                .toList())
                .with(
                        "chart",
                        new LastRuns(runs.stream()
                                        .filter(run -> run.state().ended())
                                        .map(run -> new LastRuns.Row(job.vmName(), run))
                                        .toList())
                                .chart())
                .with("active", runs.stream().anyMatch(run -> !run.state().ended()));
    }

    /**
     * One job of the list.
     *
     * @param job the job
     * @param run its youngest run; empty before there is one
     */
    public record Row(Job job, Optional<Run> run) {}
}
