package io.github.migrationconnector.smsapi.internal;

import io.github.migrationconnector.smsapi.internal.operation.Operations;
import io.github.migrationconnector.smsapi.internal.service.Services;
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
public final class SmsApi {
    private final ServiceRegistration<Servlet> servlet;

    @Activate
    public SmsApi(BundleContext context, @Reference Services services) {
        Clock clock = Clock.systemUTC();
        servlet = context.registerService(
                Servlet.class,
                new SmsServlet(services, new Operations(services, clock), clock),
                FrameworkUtil.asDictionary(Map.of(
                        // some clients add the slash of an endpoint without a path; below that the gate lets no change
                        // through
                        "osgi.http.whiteboard.servlet.pattern", "/sms/*", "osgi.http.whiteboard.servlet.name", "sms")));
    }

    @Deactivate
    void deactivate() {
        servlet.unregister();
    }
}
