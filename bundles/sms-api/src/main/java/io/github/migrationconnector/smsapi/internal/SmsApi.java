package io.github.migrationconnector.smsapi.internal;

import io.github.migrationconnector.api.web.Drain;
import io.github.migrationconnector.smsapi.internal.operation.Operations;
import io.github.migrationconnector.smsapi.internal.service.Services;
import jakarta.servlet.Servlet;
import java.nio.file.Path;
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
public final class SmsApi {
    private static final Logger LOG = LoggerFactory.getLogger(SmsApi.class);

    private final SmsServlet api;
    private final ServiceRegistration<Servlet> servlet;

    @Activate
    public SmsApi(BundleContext context, @Reference Services services) {
        Clock clock = Clock.systemUTC();
        api = new SmsServlet(
                services, new Operations(services, clock), clock, Path.of(context.getProperty("connector.home")));
        servlet = context.registerService(
                Servlet.class,
                api,
                FrameworkUtil.asDictionary(Map.of(
                        // some clients add the slash of an endpoint without a path; below that the gate lets no change
                        // through
                        "osgi.http.whiteboard.servlet.pattern", "/sms/*", "osgi.http.whiteboard.servlet.name", "sms")));
    }

    @Deactivate
    void deactivate() {
        if (!api.drain()) {
            LOG.warn("Requests are still being answered after {} s", Drain.LIMIT.toSeconds());
        }
        servlet.unregister();
    }
}
