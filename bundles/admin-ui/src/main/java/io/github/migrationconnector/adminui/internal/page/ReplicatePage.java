package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.adminui.internal.job.Batch;
import io.github.migrationconnector.adminui.internal.job.Batches;
import io.github.migrationconnector.adminui.internal.job.JobForm;
import io.github.migrationconnector.adminui.internal.job.Trail;
import io.github.migrationconnector.adminui.internal.job.TypedJob;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.JobSpec;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Many VMs, one form: what was chosen in the inventory is checked, the jobs are made, and what became of each VM stays to
 * be read. Nothing is made before it is asked for, and nothing that was not made goes unsaid.
 */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "replicate",
            "felix.webconsole.title=Replicate",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=replicate"
        })
public final class ReplicatePage extends PageServlet {
    static final String HERE = ROOT + "connector-replicate";
    private static final long serialVersionUID = 1L;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final transient CachedInventory inventory;
    private final transient Batches batches;
    private final transient Clock clock = Clock.systemUTC();

    @Activate
    public ReplicatePage(@Reference Frame frame, @Reference CachedInventory inventory, @Reference Batches batches) {
        super(frame, Role.OPERATOR);
        this.inventory = inventory;
        this.batches = batches;
    }

    @Override
    protected Answer show(PageRequest request) {
        if (request.visit().rest().isEmpty()) {
            return Answer.goTo(InventoryPage.HERE);
        }
        Batch batch = batch(request);
        return Answer.show(view(request.checked("part") ? "replicate-part" : "replicate", batch));
    }

    @Override
    protected Answer act(PageRequest request) {
        request.need(Role.OPERATOR);
        if (request.field("action").equals("choose")) {
            Batch batch = batches.begin(Trail.actor(request), chosen(request));
            return Answer.goTo(HERE + "/" + batch.id());
        }
        Batch batch = batch(request);
        if (batch.candidates().busy()) {
            batch.form(JobForm.typed(request));
            return new Answer.Show(view("replicate", batch).with("told", "busy"), CONFLICT);
        }
        switch (request.field("action")) {
            case "check" -> batches.checkAgain(batch);
            case "make" -> {
                return make(request, batch);
            }
            default ->
                throw Problem.fatal("CHANGE_NOT_ALLOWED", "There is no such action.", "Load the page again.")
                        .asException();
        }
        return Answer.goTo(HERE + "/" + batch.id());
    }

    private Answer make(PageRequest request, Batch batch) {
        Set<String> wanted = new HashSet<>(request.visit().fields("vm"));
        Instant now = clock.instant();
        TypedJob typed = new TypedJob(JobForm.typed(request), "", now);
        batch.form(typed.judged());
        if (typed.spec().isEmpty() || wanted.isEmpty()) {
            return new Answer.Show(
                    view("replicate", batch).with("told", wanted.isEmpty() ? "nothing" : ""), UNPROCESSABLE);
        }
        JobSpec spec = typed.spec().get();
        batches.make(batch, wanted, vm -> of(vm, spec), typed.startsNow());
        return Answer.goTo(HERE + "/" + batch.id());
    }

    private static JobSpec of(Vm vm, JobSpec spec) {
        return new JobSpec(
                vm.id(), spec.description(), spec.quiesce(), spec.bytesPerSecond(), spec.schedule(), spec.image());
    }

    /** The VMs that were checked one by one; or, when that is wished, all that the filter finds. */
    private List<Vm> chosen(PageRequest request) {
        List<Vm> seen = inventory.seen(false).vms();
        Set<String> ids = new HashSet<>(request.visit().fields("vm"));
        List<Vm> chosen = request.checked("all")
                ? InventoryQuery.of(request).select(seen)
                : seen.stream().filter(vm -> ids.contains(vm.id())).toList();
        if (chosen.isEmpty()) {
            throw Problem.fatal("NO_VM_CHOSEN", "No VM is chosen.", "Go back to the inventory and check some.")
                    .asException();
        }
        if (chosen.size() > Batches.MOST_VMS) {
            throw Problem.fatal(
                            "TOO_MANY_VMS",
                            chosen.size() + " VMs are too many at once.",
                            "Choose up to " + Batches.MOST_VMS + " at a time: search or filter first.")
                    .asException();
        }
        return chosen;
    }

    private Batch batch(PageRequest request) {
        return batches.find(request.visit().rest(), request.principal().name()).orElseThrow(() -> Problem.fatal(
                        "BATCH_NOT_FOUND",
                        "This choice of VMs is no longer known.",
                        "Choose them again in the inventory; the list of jobs shows what was made.")
                .asException());
    }

    private View view(String template, Batch batch) {
        return View.of(template)
                .with("id", batch.id())
                .with("candidates", batch.candidates())
                .with("form", batch.form())
                .with("mostImages", ImageOptions.MOST_IMAGES)
                .with("told", "");
    }
}
