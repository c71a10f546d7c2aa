package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.adminui.internal.job.Trail;
import io.github.migrationconnector.adminui.internal.live.LiveRuns;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.CutOver;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.Run;
import jakarta.servlet.Servlet;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The last run of a job, which shuts its server down: told beforehand step by step, and begun only by whoever types the
 * server's name.
 */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "cutover",
            "felix.webconsole.title=Cut-over",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=cutover"
        })
public final class CutOverPage extends PageServlet {
    private static final long serialVersionUID = 1L;
    private static final int UNPROCESSABLE = 422;
    private static final int LONGEST_DESCRIPTION = 255;
    private static final String USUAL_MINUTES = "5";

    private final transient Services services;
    private final transient LiveRuns live;
    private final transient Trail trail;

    @Activate
    public CutOverPage(@Reference Frame frame, @Reference Services services, @Reference LiveRuns live) {
        super(frame, Role.OPERATOR);
        this.services = services;
        this.live = live;
        this.trail = new Trail(services);
    }

    @Override
    protected Answer show(PageRequest request) {
        return Answer.show(view(job(request.visit().rest()), Form.fresh()));
    }

    @Override
    protected Answer act(PageRequest request) {
        String jobId = request.visit().rest();
        trail.needOperator(request, "run.cut-over", jobId);
        Job job = job(jobId);
        Form form = Form.typed(request).judged(job.vmName());
        if (!form.wrong().isEmpty()) {
            return new Answer.Show(view(job, form), UNPROCESSABLE);
        }
        Run run = trail.done(Trail.actor(request), "run.cut-over", jobId, () -> services.replication()
                .cutOver(jobId, form.how()));
        live.started();
        return Answer.goTo(RunsPage.HERE + "/" + run.id());
    }

    private Job job(String jobId) {
        return services.replication().job(jobId).orElseThrow(() -> Problem.fatal(
                        "JOB_NOT_FOUND", "There is no such job.", "Go back to the list of jobs.")
                .asException());
    }

    private View view(Job job, Form form) {
        boolean active = services.replication().runs(job.id()).stream()
                .anyMatch(run -> !run.state().ended());
        return View.of("cutover")
                .with("job", job)
                .with("form", form)
                .with("active", active)
                .with("power", power(job));
    }

    /** As in keys of texts; {@code unknown} when vCenter does not tell. */
    private String power(Job job) {
        try {
            return services.inventory()
                    .find(job.vmId())
                    .map(vm -> vm.powerState().name().toLowerCase(Locale.ROOT))
                    .orElse("unknown");
        } catch (ConnectorException away) {
            return "unknown";
        }
    }

    /**
     * What stands in the form.
     *
     * @param minutes how long the guest may take to shut down
     * @param powerOff whether it is powered off when it does not
     * @param description what is said of the run
     * @param name the server's name, typed once more
     * @param wrong the fields that can't be taken as they are
     */
    public record Form(String minutes, boolean powerOff, String description, String name, Set<String> wrong) {
        public Form {
            wrong = Set.copyOf(wrong);
        }

        static Form fresh() {
            return new Form(USUAL_MINUTES, false, "", "", Set.of());
        }

        static Form typed(PageRequest request) {
            return new Form(
                    request.field("minutes").strip(),
                    request.checked("powerOff"),
                    request.field("description").strip(),
                    request.field("name").strip(),
                    Set.of());
        }

        Form judged(String vmName) {
            Set<String> found = new LinkedHashSet<>();
            if (!minutes.matches("[1-9]|[1-5][0-9]|60")) {
                found.add("minutes");
            }
            if (description.length() > LONGEST_DESCRIPTION) {
                found.add("description");
            }
            if (!name.equals(vmName.strip())) {
                found.add("name");
            }
            return new Form(minutes, powerOff, description, name, found);
        }

        CutOver how() {
            return new CutOver(Duration.ofMinutes(Long.parseLong(minutes)), powerOff, description);
        }
    }
}
