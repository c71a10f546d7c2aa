package io.github.migrationconnector.vsphere.internal.inventory;

import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.connection.VcenterWatch;
import io.github.migrationconnector.vsphere.internal.session.References;
import io.github.migrationconnector.vsphere.internal.session.VcenterSessions;
import java.time.Instant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks over the session that all work uses. */
@Component
public final class SessionWatch implements VcenterWatch {
    private final VcenterSessions sessions;

    @Activate
    public SessionWatch(@Reference VcenterSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public VcenterExamination examine() {
        return new SessionExamination(sessions.session()).examine();
    }

    @Override
    public Instant greet() {
        return sessions.session()
                .call((vim, session) -> vim.currentTime(References.serviceInstance()))
                .toInstant();
    }
}
