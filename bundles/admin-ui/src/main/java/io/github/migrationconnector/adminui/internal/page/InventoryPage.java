package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.adminui.internal.job.Batches;
import io.github.migrationconnector.adminui.internal.job.JobForm;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import jakarta.servlet.Servlet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The estate: all VMs, searched, filtered, sorted and paged here, so that a browser never holds ten thousand rows; and one VM
 * with its pre-flight findings, ready to be replicated.
 */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "inventory",
            "felix.webconsole.title=Inventory",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=inventory",
            PageServlet.ORDER + ":Integer=20"
        })
public final class InventoryPage extends PageServlet {
    static final String HERE = ROOT + "connector-inventory";
    private static final long serialVersionUID = 1L;

    private final transient Services services;
    private final transient CachedInventory inventory;

    @Activate
    public InventoryPage(@Reference Frame frame, @Reference Services services, @Reference CachedInventory inventory) {
        super(frame, Role.VIEWER);
        this.services = services;
        this.inventory = inventory;
    }

    @Override
    protected Answer show(PageRequest request) {
        String rest = request.visit().rest();
        if (rest.isEmpty()) {
            return Answer.show(list(request));
        }
        return rest.endsWith("/verdict")
                ? Answer.show(verdict(rest.substring(0, rest.lastIndexOf('/'))))
                : Answer.show(detail(rest, request.checked("again")));
    }

    private View list(PageRequest request) {
        CachedInventory.Seen seen = inventory.seen(request.checked("again"));
        InventoryQuery query = InventoryQuery.of(request);
        List<Vm> selected = query.select(seen.vms());
        return View.of(request.checked("part") ? "inventory-part" : "inventory")
                .with("query", query)
                .with("rows", query.rows(selected))
                .with("found", selected.size())
                .with("total", seen.vms().size())
                .with("pages", InventoryQuery.pages(selected))
                .with("seenAt", seen.at())
                .with("looking", seen.looking())
                .with("problem", seen.problem())
                .with("sizes", sizes(query.rows(selected)))
                .with("jobs", jobs())
                .with("mostVms", Batches.MOST_VMS);
    }

    /** One cell of the table, which the page's script asks for when its row comes into sight. */
    private View verdict(String vmId) {
        try {
            return View.of("inventory-verdict")
                    .with("word", inventory.verdict(vmId, false).word());
        } catch (ConnectorException unknown) {
            return View.of("inventory-verdict").with("word", "unknown");
        }
    }

    private View detail(String vmId, boolean again) {
        Vm vm = inventory.seen(false).vms().stream()
                .filter(one -> one.id().equals(vmId))
                .findFirst()
                .or(() -> services.inventory().find(vmId))
                .orElseThrow(() -> Problem.fatal(
                                "VM_NOT_FOUND", "vCenter shows no such VM.", "Go back to the inventory and look again.")
                        .asException());
        return View.of("inventory-vm")
                .with("vm", vm)
                .with("size", InventoryQuery.size(vm))
                .with("verdict", inventory.verdict(vm.id(), again))
                .with("job", Optional.ofNullable(jobs().get(vm.id())))
                .with("form", JobForm.fresh())
                .with("mostImages", ImageOptions.MOST_IMAGES);
    }

    private static Map<String, Long> sizes(List<Vm> vms) {
        Map<String, Long> sizes = new HashMap<>();
        vms.forEach(vm -> sizes.put(vm.id(), InventoryQuery.size(vm)));
        return sizes;
    }

    /** The job of each VM that has one; none while the replication is away. */
    private Map<String, String> jobs() {
        try {
            Map<String, String> ids = new HashMap<>();
            for (Job job : services.replication().jobs()) {
                ids.put(job.vmId(), job.id());
            }
            return ids;
        } catch (ConnectorException away) {
            return Map.of();
        }
    }
}
