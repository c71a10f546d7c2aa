package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.Answer;
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
import io.github.migrationconnector.api.replication.Job;
import jakarta.servlet.Servlet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
public final class DashboardPage extends PageServlet {
    private static final long serialVersionUID = 1L;

    private final transient Services services;
    private final transient LiveRuns live;

    @Activate
    public DashboardPage(@Reference Frame frame, @Reference Services services, @Reference LiveRuns live) {
        super(frame, Role.VIEWER);
        this.services = services;
        this.live = live;
    }

    @Override
    protected Answer show(PageRequest request) {
        List<Job> jobs = unlessAway(() -> services.replication().jobs()).orElse(List.of());
        return Answer.show(View.of("dashboard")
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
                .with(
                        "reasons",
                        unlessAway(() -> services.health().health().reasons()).orElse(List.<HealthReason>of()))
                .with("aws", unlessAway(() -> services.awsConnection().endpoints()))
                .with("vcenter", unlessAway(() -> services.vcenterConnection().endpoint()))
                .with("runs", live.latest().map(LiveState::runs).orElse(List.of()))
                .with("throughput", throughput())
                .with("jobs", jobs.size())
                .with(
                        "last",
                        unlessAway(() -> LastRuns.of(services.replication(), jobs))
                                .orElse(LastRuns.none())));
    }

    @Override
    protected Answer act(PageRequest request) {
        request.need(Role.OPERATOR);
        services.health().check();
        return Answer.goTo(ROOT + "connector-dashboard?done=checked");
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
