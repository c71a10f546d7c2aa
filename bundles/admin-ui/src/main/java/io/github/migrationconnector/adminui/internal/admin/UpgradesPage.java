package io.github.migrationconnector.adminui.internal.admin;

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
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.api.upgrade.UpgradeSource;
import io.github.migrationconnector.api.upgrade.UpgradeStatus;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.api.upgrade.WayBack;
import jakarta.servlet.Servlet;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Upgrades: what is in force, what waits, its plan before and after, how far it is, the last ones; there and back. */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "upgrades",
            "felix.webconsole.title=Upgrades",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=upgrades",
            PageServlet.ORDER + ":Integer=60",
            PageServlet.GROUP + "=administration",
            PageServlet.ROLE + "=ADMIN"
        })
public final class UpgradesPage extends PageServlet {
    static final String HERE = ROOT + "connector-upgrades";
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_PATH = 1000;

    private final transient Services services;
    private final transient Trail trail;

    @Activate
    public UpgradesPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.ADMIN);
        this.services = services;
        this.trail = new Trail(services);
    }

    @Override
    protected Answer show(PageRequest request) {
        Upgrades upgrades = services.upgrades();
        if (request.checked("part")) {
            return Answer.show(View.of("upgrades-part").with("status", upgrades.status()));
        }
        String of = request.field("of");
        return Answer.show(page(of.isEmpty() ? Optional.empty() : upgrades.planOf(instant(of)))
                .with("past", !of.isEmpty()));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw Fields.unknown();
        }
    }

    @Override
    protected Answer act(PageRequest request) {
        request.need(Role.ADMIN);
        Upgrades upgrades = services.upgrades();
        try {
            return switch (request.field("action")) {
                case "plan" -> Answer.show(planned(request, upgrades.plan(source(request))));
                case "upload" -> Answer.show(planned(request, upload(request, upgrades)));
                case "apply" -> apply(request, upgrades);
                case "pin" -> pin(request, upgrades, true);
                case "unpin" -> pin(request, upgrades, false);
                case "clean" -> {
                    trail.done(request.actor(), "upgrade.clean", "", () -> {
                        var unused = upgrades.cleanUp();
                    });
                    yield Answer.goTo(HERE + "?done=cleaned");
                }
                default -> throw Fields.unknown();
            };
        } catch (ConnectorException refused) {
            return Answer.refused(page(Optional.empty()), refused.problem());
        }
    }

    private UpgradePlan upload(PageRequest request, Upgrades upgrades) {
        return trail.done(
                request.actor(),
                "upgrade.upload",
                "",
                () -> upgrades.receive(request.visit().file(), request.visit().fileBytes()),
                UpgradePlan::toSet);
    }

    /** Only what was shown and confirmed: the channel, or the file, may hold another set by now. */
    private Answer apply(PageRequest request, Upgrades upgrades) {
        UpgradeSource source = source(request);
        UpgradePlan now = upgrades.plan(source);
        if (!now.toSet().equals(request.field("toSet"))) {
            Problem changed = Problem.fatal(
                    "UPGRADE_PLAN_CHANGED",
                    "It would bring the set " + now.toSet() + " now, not the one that was confirmed.",
                    "Look at the new plan, and confirm that one.");
            return Answer.refused(planned(request, now), changed);
        }
        UpgradePlan unused = trail.done(
                request.actor(),
                source instanceof UpgradeSource.PreviousSet ? "upgrade.rollback" : "upgrade.apply",
                now.toSet(),
                () -> upgrades.apply(source, request.checked("acceptLoss")),
                UpgradePlan::toSet);
        return Answer.goTo(HERE + "?done=begun");
    }

    private View planned(PageRequest request, UpgradePlan plan) {
        return page(Optional.of(plan)).with("source", request.field("source")).with("file", request.field("file"));
    }

    private Answer pin(PageRequest request, Upgrades upgrades, boolean stay) {
        trail.done(request.actor(), "upgrade.pin", stay ? "on" : "off", () -> upgrades.pin(stay));
        return Answer.goTo(HERE + (stay ? "?done=pinned" : "?done=unpinned"));
    }

    private static UpgradeSource source(PageRequest request) {
        return switch (request.field("source")) {
            case "channel" -> new UpgradeSource.Channel();
            case "uploaded" -> new UpgradeSource.Uploaded();
            case "previous" -> new UpgradeSource.PreviousSet();
            case "file" ->
                new UpgradeSource.ReleaseFile(path(request.field("file").strip()));
            default -> throw Fields.unknown();
        };
    }

    private static Path path(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute() && text.length() <= LONGEST_PATH) {
                return path;
            }
        } catch (InvalidPathException e) {
            // told below: it is no absolute path either
        }
        throw Problem.fatal(
                        "UPGRADE_SOURCE_UNREADABLE",
                        "That is no absolute path of a release file.",
                        "Name it as it lies on the connector, such as /var/tmp/release.zip.")
                .asException();
    }

    private View page(Optional<UpgradePlan> plan) {
        UpgradeStatus status = services.upgrades().status();
        boolean loses = plan.map(UpgradePlan::store)
                .filter(store ->
                        store.wayBack() == WayBack.NONE || !store.copyOf().isEmpty())
                .isPresent();
        return View.of("upgrades")
                .with("status", status)
                .with("plan", plan)
                .with("loses", loses)
                .with("past", false)
                .with("source", "")
                .with("file", "")
                .with("problem", Optional.empty());
    }
}
