package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.upgrade.HealthProbe;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The registration is well when it knows who the connector is, and what was set up. */
@Component(service = HealthProbe.class)
public final class RegistrationProbe implements HealthProbe {
    private final Registration registration;

    @Activate
    public RegistrationProbe(@Reference Registration registration) {
        this.registration = registration;
    }

    @Override
    public void check() {
        var unusedIdentity = registration.identity();
        var unusedState = registration.state();
        var unusedPreferences = registration.preferences();
    }
}
