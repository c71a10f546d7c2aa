package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.health.CheckResult;
import io.github.migrationconnector.api.health.CheckState;
import io.github.migrationconnector.api.health.ConnectorHealth;
import io.github.migrationconnector.api.health.HealthState;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import jakarta.servlet.Servlet;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** How the connector is, check by check: what wants somebody stands first, with its fix. */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "health",
            "felix.webconsole.title=Health",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=health",
            PageServlet.ORDER + ":Integer=40"
        })
public final class HealthPage extends PageServlet {
    static final String HERE = ROOT + "connector-health";
    private static final long serialVersionUID = 1L;

    private final transient Services services;

    @Activate
    public HealthPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.VIEWER);
        this.services = services;
    }

    @Override
    protected Answer show(PageRequest request) {
        ConnectorHealth health = services.health().health();
        return Answer.show(View.of("health")
                .with("healthy", health.state() == HealthState.HEALTHY)
                .with("heartbeat", health.heartbeat())
                .with(
                        "rows",
                        health.checks().stream()
                                .sorted(Comparator.comparing(CheckResult::state)
                                        .reversed()
                                        .thenComparing(CheckResult::name))
                                .map(Row::new)
                                .toList()));
    }

    @Override
    protected Answer act(PageRequest request) {
        request.need(Role.OPERATOR);
        ConnectorHealth unused = services.health().check();
        return Answer.goTo(HERE + "?done=checked");
    }

    /**
     * A check, as the page shows it.
     *
     * @param result what it found
     */
    public record Row(CheckResult result) {
        public String name() {
            return result.name();
        }

        public CheckState state() {
            return result.state();
        }

        /** The class of its sign. */
        public String look() {
            return switch (result.state()) {
                case OK -> "good";
                case UNKNOWN -> "off";
                case WARNING -> "warned";
                case FAILING -> "bad";
            };
        }

        /** What wants somebody; empty when nothing does. */
        public Optional<Problem> problem() {
            return result.finding().code().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Problem.fatal(
                            result.finding().code(),
                            result.finding().why(),
                            result.finding().fix()));
        }

        public Notice notice() {
            return result.finding().notice();
        }

        public String why() {
            return result.finding().why();
        }

        public Instant since() {
            return result.since();
        }

        /** Whether it was looked at since the start. */
        public boolean looked() {
            return result.lookedAt().isAfter(Instant.EPOCH);
        }

        public Instant lookedAt() {
            return result.lookedAt();
        }
    }
}
