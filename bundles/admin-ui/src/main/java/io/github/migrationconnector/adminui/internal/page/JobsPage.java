package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.adminui.internal.job.JobForm;
import io.github.migrationconnector.adminui.internal.job.Trail;
import io.github.migrationconnector.adminui.internal.job.TypedJob;
import io.github.migrationconnector.adminui.internal.live.LiveRuns;
import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.Schedule;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

    private static final int UNPROCESSABLE = 422;

    private final transient Services services;
    private final transient LiveRuns live;
    private final transient Trail trail;
    private final transient Clock clock = Clock.systemUTC();

    @Activate
    public JobsPage(@Reference Frame frame, @Reference Services services, @Reference LiveRuns live) {
        super(frame, Role.VIEWER);
        this.services = services;
        this.live = live;
        this.trail = new Trail(services);
    }

    @Override
    protected Answer show(PageRequest request) {
        String jobId = request.visit().rest();
        return Answer.show(jobId.isEmpty() ? list() : detail(jobId));
    }

    @Override
    protected Answer act(PageRequest request) {
        String jobId = request.visit().rest();
        Asked asked = Asked.of(request.field("action"));
        trail.needOperator(request, asked.action, jobId);
        if (asked == Asked.CREATE) {
            return create(request);
        }
        return trail.done(Trail.actor(request), asked.action, jobId, () -> carryOut(asked, jobId));
    }

    private Answer carryOut(Asked asked, String jobId) {
        Replication replication = services.replication();
        switch (asked) {
            case CREATE -> throw new IllegalStateException("a job that is to be made has no id");
            case RUN -> {
                Run run = replication.start(jobId);
                live.started();
                return Answer.goTo(RunsPage.HERE + "/" + run.id());
            }
            case PAUSE -> replication.pause(jobId);
            case RESUME -> replication.resume(jobId);
            case POWER_ON -> replication.powerOn(jobId);
            case IMPORT -> services.catalog().importServers();
            case DELETE -> {
                replication.delete(jobId);
                return Answer.goTo(HERE + "?done=deleted");
            }
        }
        return Answer.goTo(HERE + "/" + jobId + "?done=" + asked.done);
    }

    /** What the forms of these pages can ask for. */
    private enum Asked {
        CREATE("job.create", "created"),
        RUN("run.start", ""),
        PAUSE("job.pause", "paused"),
        RESUME("job.resume", "resumed"),
        POWER_ON("vm.power-on", "powered"),
        IMPORT("catalog.import", "importing"),
        DELETE("job.delete", "deleted");

        /** As it is written down. */
        private final String action;

        /** As the page then says that it is done. */
        private final String done;

        Asked(String action, String done) {
            this.action = action;
            this.done = done;
        }

        static Asked of(String field) {
            return Arrays.stream(values())
                    .filter(one -> one.name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-')
                            .equals(field))
                    .findFirst()
                    .orElseThrow(() -> Problem.fatal(
                                    "CHANGE_NOT_ALLOWED", "There is no such action.", "Load the page again.")
                            .asException());
        }
    }

    private Answer create(PageRequest request) {
        TypedJob typed = new TypedJob(JobForm.typed(request), request.field("vm"), clock.instant());
        if (typed.spec().isEmpty()) {
            View again = View.of("jobs-new")
                    .with("vm", request.field("vm"))
                    .with("form", typed.judged())
                    .with("mostImages", ImageOptions.MOST_IMAGES);
            return new Answer.Show(again, UNPROCESSABLE);
        }
        Actor actor = Trail.actor(request);
        String jobId = trail.made(actor, "job.create", () -> services.replication()
                .create(typed.spec().get())
                .id());
        live.started();
        if (!typed.startsNow()) {
            return Answer.goTo(HERE + "/" + jobId + "?done=created");
        }
        Run run = trail.done(
                actor, "run.start", jobId, () -> services.replication().start(jobId));
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
                .with("form", JobForm.of(job.spec()))
                .with("drift", JobDrift.of(services, job))
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
