package io.github.migrationconnector.adminui.internal.network;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.adminui.internal.job.Trail;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.network.NetworkChange;
import io.github.migrationconnector.api.network.NetworkFinding;
import io.github.migrationconnector.api.network.NetworkOutcome;
import io.github.migrationconnector.api.network.NetworkSettings;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import jakarta.servlet.Servlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The machine's network: what is in force, what is wanted instead, and the change that waits to be confirmed. Whoever reads it
 * may have come over the old address or over the new one; either may confirm, since both have reached the machine.
 */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "network",
            "felix.webconsole.title=Network",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=network",
            PageServlet.ORDER + ":Integer=60",
            PageServlet.GROUP + "=administration"
        })
public final class NetworkPage extends PageServlet {
    static final String HERE = ROOT + "connector-network";
    private static final long serialVersionUID = 1L;
    /** How long a change may wait to be confirmed, in seconds; the first is usual. */
    public static final List<Integer> WAITS = List.of(60, 120, 300, 600);

    private static final int UNPROCESSABLE = 422;

    private final transient Services services;
    private final transient Trail trail;

    /** Where the machine is found after the change that was begun last; the page leads there before it is in force. */
    private final transient AtomicReference<NewAddresses> begun = new AtomicReference<>(NewAddresses.NONE);

    @Activate
    public NetworkPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.VIEWER);
        this.services = services;
        this.trail = new Trail(services);
    }

    @Override
    protected Answer show(PageRequest request) {
        Networking networking = services.networking();
        if (request.checked("part")) {
            return Answer.show(View.of("network-part").with("change", networking.pending()));
        }
        return Answer.show(page(request, networking, NetworkForm.of(networking)));
    }

    @Override
    protected Answer act(PageRequest request) {
        request.need(Role.ADMIN);
        Networking networking = services.networking();
        try {
            return switch (request.field("action")) {
                case "check" -> check(request, networking, false);
                case "apply" -> check(request, networking, true);
                case "confirm" -> {
                    String id = request.field("id");
                    trail.done(request.actor(), "network.confirm", id, () -> networking.confirm(id));
                    yield Answer.goTo(HERE + "?done=confirmed" + from(request));
                }
                case "revert" -> {
                    String id = request.field("id");
                    trail.done(request.actor(), "network.revert", id, () -> networking.revert(id));
                    yield Answer.goTo(HERE + "?done=reverted" + from(request));
                }
                case "renew" -> {
                    String name = request.field("interface");
                    trail.done(request.actor(), "network.renew", name, () -> networking.renewLease(name));
                    yield Answer.goTo(HERE + "?done=renewed" + from(request));
                }
                default ->
                    throw Problem.fatal("CHANGE_NOT_ALLOWED", "There is no such action.", "Load the page again.")
                            .asException();
            };
        } catch (ConnectorException refused) {
            return Answer.refused(page(request, networking, NetworkForm.of(networking)), refused.problem());
        }
    }

    private Answer check(PageRequest request, Networking networking, boolean apply) {
        NetworkForm typed = NetworkForm.typed(request);
        List<NetworkFinding> findings = new ArrayList<>();
        NetworkSettings wanted = typed.settings(findings);
        if (findings.isEmpty()) {
            findings.addAll(networking.check(wanted));
        }
        NetworkForm judged = typed.with(findings);
        if (!judged.sound()) {
            return new Answer.Show(page(request, networking, Optional.of(judged)), UNPROCESSABLE);
        }
        if (!apply) {
            return Answer.show(page(request, networking, Optional.of(judged))
                    .with("plan", String.join("\n", networking.plan(wanted))));
        }
        NetworkChange change = trail.done(
                request.actor(),
                "network.apply",
                "",
                () -> networking.apply(wanted, Duration.ofSeconds(seconds(request))));
        begun.set(NewAddresses.of(change.id(), wanted));
        return Answer.goTo(HERE + from(request).replaceFirst("^&", "?"));
    }

    private static int seconds(PageRequest request) {
        return WAITS.stream()
                .filter(seconds -> request.field("seconds").equals(seconds.toString()))
                .findFirst()
                .orElse(WAITS.get(0));
    }

    /** Whoever came from the wizard goes back there. */
    private static String from(PageRequest request) {
        return request.field("from").equals("setup") ? "&from=setup" : "";
    }

    private View page(PageRequest request, Networking networking, Optional<NetworkForm> form) {
        Optional<NetworkChange> change = networking.pending();
        Optional<NetworkOutcome> ended = change.isPresent() ? Optional.empty() : networking.ended();
        return View.of("network")
                .with("state", networking.inForce())
                .with("form", form)
                .with("change", change)
                .with("ended", ended.filter(outcome -> request.checked("ended")))
                .with("links", change.map(waiting -> links(request, waiting)).orElse(List.of()))
                .with("waits", WAITS)
                .with("plan", "")
                .with("proxy", ProxyInForce.of(services))
                .with("from", request.field("from").equals("setup") ? "setup" : "")
                .with("administrator", request.may(Role.ADMIN));
    }

    private List<String> links(PageRequest request, NetworkChange change) {
        return begun.get()
                .links(
                        change.id(),
                        request.visit().request(),
                        HERE + from(request).replaceFirst("^&", "?"));
    }
}
