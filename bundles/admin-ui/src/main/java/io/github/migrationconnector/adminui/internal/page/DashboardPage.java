package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.FormPage;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.adminui.internal.live.LiveRuns;
import io.github.migrationconnector.adminui.internal.live.LiveState;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.health.HealthReason;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.registration.KnownSides;
import io.github.migrationconnector.api.replication.Job;
import jakarta.servlet.Servlet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** How things stand: health, both sides, what runs now, what ran lately. What is being upgraded is shown as away. */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "dashboard",
            "felix.webconsole.title=Dashboard",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=dashboard",
            PageServlet.ORDER + ":Integer=10"
        })
public final class DashboardPage extends FormPage {
    private static final long serialVersionUID = 1L;

    private final transient Services services;
    private final transient LiveRuns live;

    @Activate
    public DashboardPage(@Reference Frame frame, @Reference Services services, @Reference LiveRuns live) {
        super(frame, Role.VIEWER, Role.OPERATOR);
        this.services = services;
        this.live = live;
    }

    @Override
    protected View page(PageRequest request) {
        List<Job> jobs = unlessAway(() -> services.replication().jobs()).orElse(List.of());
        List<HealthReason> reasons =
                unlessAway(() -> services.health().health().reasons()).orElse(List.of());
        return View.of("dashboard")
                .with("identity", unlessAway(() -> services.registration().identity()))
                .with(
                        "state",
                        unlessAway(() -> services.registration().state().name()).orElse(""))
                .with(
                        "version",
                        FrameworkUtil.getBundle(DashboardPage.class)
                                .getVersion()
                                .toString())
                .with("absent", services.absent())
                .with("reasons", reasons)
                .with("awsTroubles", of(reasons, "AWS_", "PROXY_"))
                .with("vcenterTroubles", of(reasons, "VCENTER_", "SERVER_"))
                .with(
                        "known",
                        unlessAway(() -> services.registration().knownSides()).orElse(KnownSides.NONE))
                .with(
                        "warnings",
                        unlessAway(() -> services.health().health().warnings()).orElse(List.of()))
                .with("aws", unlessAway(() -> services.awsConnection().endpoints()))
                .with("vcenter", unlessAway(() -> services.vcenterConnection().endpoint()))
                .with("runs", live.latest().map(LiveState::runs).orElse(List.of()))
                .with("throughput", throughput())
                .with("jobs", jobs.size())
                .with(
                        "last",
                        unlessAway(() -> LastRuns.of(services.replication(), jobs))
                                .orElse(LastRuns.none()));
    }

    @Override
    protected Answer change(PageRequest request) {
        return switch (request.field("action")) {
            case "aws" -> {
                request.need(Role.ADMIN);
                yield answered(services.registration().checkAws().arn(), "aws");
            }
            case "vcenter" -> {
                request.need(Role.ADMIN);
                yield answered(services.registration().checkVcenter().identity().product(), "vcenter");
            }
            default -> answered("", "checked");
        };
    }

    /** What a side found is shown by the page itself; its health is looked at anew, so that the panel does not lag behind. */
    private Answer answered(String found, String what) {
        services.health().check();
        return Answer.goTo(ROOT + "connector-dashboard?done=" + (found.isEmpty() ? "checked" : what));
    }

    private static List<HealthReason> of(List<HealthReason> reasons, String... codes) {
        return reasons.stream()
                .filter(reason -> Stream.of(codes).anyMatch(reason.code()::startsWith))
                .toList();
    }

    /** As the chart's script reads it: {@code seconds:bytes}, separated by blanks. */
    private String throughput() {
        StringBuilder points = new StringBuilder();
        live.throughput()
                .forEach(point ->
                        points.append(point[0]).append(':').append(point[1]).append(' '));
        return points.toString().strip();
    }

    private static <T> Optional<T> unlessAway(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (ConnectorException away) {
            return Optional.empty();
        }
    }
}
