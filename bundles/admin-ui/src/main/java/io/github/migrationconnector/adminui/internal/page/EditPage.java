package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.adminui.internal.job.JobChange;
import io.github.migrationconnector.adminui.internal.job.JobForm;
import io.github.migrationconnector.adminui.internal.job.Trail;
import io.github.migrationconnector.adminui.internal.job.TypedJob;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Changes what a job is asked to do. Two people who change the same one notice each other: the later is shown what is in
 * force by now beside what was typed, and decides.
 */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "edit",
            "felix.webconsole.title=Change a job",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=edit"
        })
public final class EditPage extends PageServlet {
    private static final long serialVersionUID = 1L;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final transient Services services;
    private final transient Trail trail;
    private final transient Clock clock = Clock.systemUTC();

    @Activate
    public EditPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.OPERATOR);
        this.services = services;
        this.trail = new Trail(services);
    }

    @Override
    protected Answer show(PageRequest request) {
        Job job = job(request.visit().rest());
        return Answer.show(view(job, JobForm.of(job.spec()), List.of()));
    }

    @Override
    protected Answer act(PageRequest request) {
        String jobId = request.visit().rest();
        trail.needOperator(request, "job.update", jobId);
        JobSpec before = job(jobId).spec();
        TypedJob typed = new TypedJob(JobForm.typed(request), "", clock.instant());
        Optional<JobSpec> spec = typed.changeOf(before);
        if (spec.isEmpty()) {
            return new Answer.Show(
                    view(job(jobId), typed.judged(), List.of()).with("revision", revision(request)), UNPROCESSABLE);
        }
        try {
            Job changed = trail.done(Trail.actor(request), "job.update", jobId, () -> services.replication()
                    .update(jobId, spec.get(), revision(request)));
            return Answer.goTo(JobsPage.HERE + "/" + changed.id() + "?done=changed");
        } catch (ConnectorException refused) {
            if (!refused.problem().code().equals("JOB_CHANGED")) {
                throw refused;
            }
            // with the revision that is in force now: who sends it again has seen the other's change
            Job now = job(jobId);
            return new Answer.Show(
                    view(now, typed.judged(), JobChange.between(now.spec(), spec.get()))
                            .with("crossed", true),
                    CONFLICT);
        }
    }

    /** The one that the form was filled from; a form that has none is refused, since it might be anything. */
    private static long revision(PageRequest request) {
        String revision = request.field("revision");
        if (!revision.matches("[1-9][0-9]{0,17}")) {
            throw Problem.fatal("CHANGE_NOT_ALLOWED", "The form has no revision.", "Load the page again.")
                    .asException();
        }
        return Long.parseLong(revision);
    }

    private Job job(String jobId) {
        return services.replication().job(jobId).orElseThrow(() -> Problem.fatal(
                        "JOB_NOT_FOUND", "There is no such job.", "Go back to the list of jobs.")
                .asException());
    }

    private static View view(Job job, JobForm form, List<JobChange> changes) {
        return View.of("edit")
                .with("job", job)
                .with("form", form)
                .with("revision", job.status().revision())
                .with("crossed", false)
                .with("changes", changes)
                .with("mostImages", ImageOptions.MOST_IMAGES);
    }
}
