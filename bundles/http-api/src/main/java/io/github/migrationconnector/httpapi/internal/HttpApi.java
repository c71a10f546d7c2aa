package io.github.migrationconnector.httpapi.internal;

import io.github.migrationconnector.httpapi.internal.events.Broadcast;
import io.github.migrationconnector.httpapi.internal.events.EventsServlet;
import io.github.migrationconnector.httpapi.internal.http.ApiServlet;
import io.github.migrationconnector.httpapi.internal.http.Router;
import io.github.migrationconnector.httpapi.internal.resource.Operations;
import io.github.migrationconnector.httpapi.internal.resource.OsgiFramework;
import io.github.migrationconnector.httpapi.internal.resource.Verifications;
import io.github.migrationconnector.httpapi.internal.service.Services;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Puts the API on the HTTP whiteboard (OSGi Compendium 140) as long as this bundle is active. */
@Component(
        immediate = true,
        service = {})
public final class HttpApi {
    private final Verifications verifications;
    private final Broadcast broadcast;
    private final ServiceRegistration<Servlet> servlet;
    private final ServiceRegistration<Servlet> events;

    @Activate
    public HttpApi(BundleContext context, @Reference Services services) {
        verifications = new Verifications(services, Clock.systemUTC());
        broadcast = new Broadcast(services, Broadcast.Rhythm.USUAL);
        servlet = context.registerService(
                Servlet.class,
                new ApiServlet(
                        services, new Router(Operations.of(services, new OsgiFramework(context), verifications))),
                FrameworkUtil.asDictionary(Map.of(
                        "osgi.http.whiteboard.servlet.pattern", "/api/v1/*",
                        "osgi.http.whiteboard.servlet.name", "api")));
        events = context.registerService(
                Servlet.class,
                new EventsServlet(services, broadcast),
                FrameworkUtil.asDictionary(Map.of(
                        "osgi.http.whiteboard.servlet.pattern", "/api/v1/events",
                        "osgi.http.whiteboard.servlet.name", "events",
                        "osgi.http.whiteboard.servlet.asyncSupported", true)));
    }

    @Deactivate
    void deactivate() {
        // first, since the container waits for what goes on
        broadcast.close();
        events.unregister();
        servlet.unregister();
        verifications.close();
    }
}
