package io.github.migrationconnector.httpapi.internal;

import io.github.migrationconnector.api.upgrade.HealthProbe;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The API is well when every service that answers for it is there. */
@Component(service = HealthProbe.class)
public final class ApiProbe implements HealthProbe {
    private final Services services;

    @Activate
    public ApiProbe(@Reference Services services) {
        this.services = services;
    }

    @Override
    public void check() {
        List<String> absent = services.absent();
        if (!absent.isEmpty()) {
            throw new IllegalStateException("not there: " + String.join(", ", absent));
        }
    }
}
