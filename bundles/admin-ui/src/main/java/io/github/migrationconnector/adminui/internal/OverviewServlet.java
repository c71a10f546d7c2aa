package io.github.migrationconnector.adminui.internal;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.RequestGuard;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.replication.Replication;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * {@code /}: how things stand, for whoever is logged in. What is being upgraded at the moment is shown as not running, not
 * waited for.
 */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=")
public final class OverviewServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Access access;
    private final transient RequestGuard guard;
    private final transient AtomicReference<Optional<Registration>> registration =
            new AtomicReference<>(Optional.empty());
    private final transient AtomicReference<Optional<Replication>> replication =
            new AtomicReference<>(Optional.empty());

    @Activate
    public OverviewServlet(@Reference Access access, @Reference RequestGuard guard) {
        this.access = access;
        this.guard = guard;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Visit visit = new Visit(request, response);
        if (!visit.passes(guard)) {
            return;
        }
        Optional<Session> session = visit.session(access);
        if (session.isEmpty()) {
            visit.goTo(new LocalPath(LoginServlet.PATH));
            return;
        }
        new OverviewPage(registration.get(), replication.get())
                .of(session.get())
                .send(response, HttpServletResponse.SC_OK);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRegistration(Registration service) {
        registration.set(Optional.of(service));
    }

    /** A successor is bound before its predecessor goes; then there is nothing to forget. */
    void unbindRegistration(Registration service) {
        registration.updateAndGet(current -> current.filter(bound -> bound != service));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindReplication(Replication service) {
        replication.set(Optional.of(service));
    }

    void unbindReplication(Replication service) {
        replication.updateAndGet(current -> current.filter(bound -> bound != service));
    }
}
