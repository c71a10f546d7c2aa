package io.github.migrationconnector.aws.internal.http;

import io.github.migrationconnector.api.upgrade.HealthProbe;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What carries blocks is well when its event loops turn. Nothing is sent. */
@Component(service = HealthProbe.class)
public final class TransportProbe implements HealthProbe {
    private final HttpsTransport transport;

    @Activate
    public TransportProbe(@Reference HttpsTransport transport) {
        this.transport = transport;
    }

    @Override
    public void check() {
        if (!transport.turns()) {
            throw new IllegalStateException("the event loops of the connections to AWS don't turn");
        }
    }
}
