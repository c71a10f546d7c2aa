package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunPhase;
import jakarta.servlet.Servlet;
import java.util.Arrays;
import java.util.List;
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

    @Activate
    public RunsPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.VIEWER);
        this.services = services;
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
        List<RunPhase> phases = Arrays.stream(RunPhase.values())
                .filter(phase ->
                        phase != RunPhase.SHUTTING_DOWN || run.details().cutOver())
                .toList();
        return Answer.show(View.of(request.checked("part") ? "runs-part" : "runs")
                .with("run", run)
                .with("job", job)
                .with("row", new LastRuns.Row(job.vmName(), run))
                .with("active", !run.state().ended())
                .with("phases", phases)
                .with(
                        "past",
                        phases.stream()
                                .filter(phase -> phase.compareTo(run.phase()) < 0)
                                .toList()));
    }

    @Override
    protected Answer act(PageRequest request) {
        request.need(Role.OPERATOR);
        Run run = run(request.visit().rest());
        switch (request.field("action")) {
            case "cancel" -> services.replication().cancel(run.id());
            case "look" -> services.replication().lookAgain(run.id());
            default ->
                throw Problem.fatal("CHANGE_NOT_ALLOWED", "There is no such action.", "Load the page again.")
                        .asException();
        }
        return Answer.goTo(HERE + "/" + run.id());
    }

    private Run run(String runId) {
        return services.replication().run(runId).orElseThrow(() -> notFound("RUN_NOT_FOUND", "There is no such run."));
    }

    private static ConnectorException notFound(String code, String message) {
        return Problem.fatal(code, message, "Go back to the list of jobs.").asException();
    }
}
