package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.FormPage;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.TrustReport;
import io.github.migrationconnector.api.trust.TrustState;
import jakarta.servlet.Servlet;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Which servers are believed: the accepted certificate beside the shown one, and one click that trusts again. */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "trust",
            "felix.webconsole.title=Trust",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=trust",
            PageServlet.ORDER + ":Integer=58",
            PageServlet.GROUP + "=administration",
            PageServlet.ROLE + "=ADMIN"
        })
public final class TrustPage extends FormPage {
    static final String HERE = ROOT + "connector-trust";
    private static final long serialVersionUID = 1L;

    private final transient Services services;

    @Activate
    public TrustPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.VIEWER, Role.ADMIN);
        this.services = services;
    }

    @Override
    protected Answer change(PageRequest request) {
        ServerAddress server = server(request.field("server"));
        return switch (request.field("action")) {
            case "look" -> {
                services.trust().fetch(server);
                yield Answer.goTo(HERE + "?done=looked");
            }
            case "accept" -> {
                services.trust().accept(server, request.field("sha256"));
                yield Answer.goTo(HERE + "?done=accepted");
            }
            case "follow" -> {
                services.trust().follow(server, "");
                yield Answer.goTo(HERE + "?done=followed");
            }
            default -> throw Fields.unknown();
        };
    }

    @Override
    protected View page(PageRequest request) {
        return View.of("trust")
                .with(
                        "servers",
                        services.trust().servers().stream().map(Server::new).toList());
    }

    private static ServerAddress server(String typed) {
        try {
            return ServerAddress.parse(typed);
        } catch (IllegalArgumentException wrong) {
            throw Problem.fatal(
                            "TRUST_SERVER_UNKNOWN", "The connector talks to no such server.", "Load the page again.")
                    .asException(wrong);
        }
    }

    /**
     * A server, as the page shows it.
     *
     * @param report what is known of it
     */
    public record Server(TrustReport report) {
        /** Both certificates side by side. */
        public List<TrustRow> rows() {
            return TrustRow.of(report);
        }

        public boolean trusted() {
            return report.state() == TrustState.TRUSTED;
        }

        /** Whether one click can trust what it shows. */
        public boolean acceptable() {
            return !trusted() && !report.presented().isEmpty();
        }

        /** Whether what it shows was signed by an authority that came along, so that the authority can be followed. */
        public boolean followable() {
            return !report.followed() && report.presented().size() > 1;
        }
    }
}
