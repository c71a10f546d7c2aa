package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.adminui.internal.job.Trail;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** One run: its phases, disks, images, problems; live while it goes on. */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "runs",
            "felix.webconsole.title=Runs",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=runs"
        })
public final class RunsPage extends PageServlet {
    static final String HERE = ROOT + "connector-runs";
    private static final long serialVersionUID = 1L;

    private final transient Services services;
    private final transient Trail trail;
    private final transient Clock clock = Clock.systemUTC();

    @Activate
    public RunsPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.VIEWER);
        this.services = services;
        this.trail = new Trail(services);
    }

    @Override
    protected Answer show(PageRequest request) {
        String runId = request.visit().rest();
        if (runId.isEmpty()) {
            return Answer.goTo(JobsPage.HERE);
        }
        Run run = run(runId);
        Job job = services.replication()
                .job(run.jobId())
                .orElseThrow(() -> notFound("JOB_NOT_FOUND", "The job of this run is gone."));
        return Answer.show(View.of(request.checked("part") ? "runs-part" : "runs")
                .with("run", run)
                .with("job", job)
                .with("ways", new WayWords())
                .with("row", new LastRuns.Row(job.vmName(), run))
                .with("active", !run.state().ended())
                .with(
                        "callable",
                        run.state() != RunState.DELETING && !run.state().ended())
                .with("story", run.details().cutOver() ? Optional.of(CutOverStory.of(run)) : Optional.empty())
                // from then on every snapshot of the run is completed, and stays
                .with("verifiable", run.phase().compareTo(RunPhase.RECORDING) > 0)
                .with("phases", PhaseRow.of(run, clock.instant())));
    }

    @Override
    protected Answer act(PageRequest request) {
        String runId = request.visit().rest();
        String action =
                switch (request.field("action")) {
                    case "cancel" -> "run.cancel";
                    case "look" -> "run.retry";
                    default ->
                        throw Problem.fatal("CHANGE_NOT_ALLOWED", "There is no such action.", "Load the page again.")
                                .asException();
                };
        trail.needOperator(request, action, runId);
        Run run = run(runId);
        trail.done(Trail.actor(request), action, runId, () -> {
            if (action.equals("run.cancel")) {
                services.replication().cancel(run.id());
            } else {
                services.replication().lookAgain(run.id());
            }
        });
        return Answer.goTo(HERE + "/" + run.id());
    }

    private Run run(String runId) {
        return services.replication().run(runId).orElseThrow(() -> notFound("RUN_NOT_FOUND", "There is no such run."));
    }

    private static ConnectorException notFound(String code, String message) {
        return Problem.fatal(code, message, "Go back to the list of jobs.").asException();
    }
}
