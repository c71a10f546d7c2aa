package io.github.migrationconnector.httpapi.internal;

import io.github.migrationconnector.api.web.Drain;
import io.github.migrationconnector.httpapi.internal.events.Broadcast;
import io.github.migrationconnector.httpapi.internal.events.EventsServlet;
import io.github.migrationconnector.httpapi.internal.http.ApiServlet;
import io.github.migrationconnector.httpapi.internal.http.MetricsServlet;
import io.github.migrationconnector.httpapi.internal.http.Router;
import io.github.migrationconnector.httpapi.internal.http.StoreBackupServlet;
import io.github.migrationconnector.httpapi.internal.http.SupportBundleServlet;
import io.github.migrationconnector.httpapi.internal.http.UpgradeUploadServlet;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the API on the HTTP whiteboard (OSGi Compendium 140) as long as this bundle is active. */
@Component(
        immediate = true,
        service = {})
public final class HttpApi {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

    private final ApiServlet api;
    private final Verifications verifications;
    private final Broadcast broadcast;
    private final ServiceRegistration<Servlet> servlet;
    private final ServiceRegistration<Servlet> events;
    private final ServiceRegistration<Servlet> supportBundle;
    private final ServiceRegistration<Servlet> storeBackup;
    private final ServiceRegistration<Servlet> upgradeUpload;
    private final ServiceRegistration<Servlet> metrics;

    @Activate
    public HttpApi(BundleContext context, @Reference Services services) {
        verifications = new Verifications(services, Clock.systemUTC());
        broadcast = new Broadcast(services, Broadcast.Rhythm.USUAL);
        api = new ApiServlet(services, new Router(Operations.of(services, new OsgiFramework(context), verifications)));
        servlet = context.registerService(
                Servlet.class,
                api,
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
        supportBundle = context.registerService(
                Servlet.class,
                new SupportBundleServlet(services),
                FrameworkUtil.asDictionary(Map.of(
                        "osgi.http.whiteboard.servlet.pattern", "/api/v1/logs/bundle",
                        "osgi.http.whiteboard.servlet.name", "support-bundle")));
        storeBackup = context.registerService(
                Servlet.class,
                new StoreBackupServlet(services),
                FrameworkUtil.asDictionary(Map.of(
                        "osgi.http.whiteboard.servlet.pattern", "/api/v1/store/backup",
                        "osgi.http.whiteboard.servlet.name", "store-backup")));
        upgradeUpload = context.registerService(
                Servlet.class,
                new UpgradeUploadServlet(services, Operations::planned),
                FrameworkUtil.asDictionary(Map.of(
                        "osgi.http.whiteboard.servlet.pattern",
                        "/api/v1" + UpgradeUploadServlet.PATH,
                        "osgi.http.whiteboard.servlet.name",
                        "upgrade-upload")));
        metrics = context.registerService(
                Servlet.class,
                new MetricsServlet(services),
                FrameworkUtil.asDictionary(Map.of(
                        "osgi.http.whiteboard.servlet.pattern", "/metrics",
                        "osgi.http.whiteboard.servlet.name", "metrics")));
    }

    @Deactivate
    void deactivate() {
        // first, since the container waits for what goes on
        broadcast.close();
        metrics.unregister();
        events.unregister();
        supportBundle.unregister();
        storeBackup.unregister();
        upgradeUpload.unregister();
        if (!api.drain()) {
            LOG.warn("Requests are still being answered after {} s", Drain.LIMIT.toSeconds());
        }
        servlet.unregister();
        verifications.close();
    }
}
