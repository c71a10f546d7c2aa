package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.store.StoreBackup;
import io.github.migrationconnector.httpapi.internal.service.Services;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A backup of the store. It is made before its first byte is sent; one that was cut off is seen by its manifest. */
public final class StoreBackupServlet extends DownloadServlet {
    private static final long serialVersionUID = 1L;
    private static final String ACTION = "store.backup";

    private final transient Services services;

    public StoreBackupServlet(Services services) {
        super(services);
        this.services = services;
    }

    @Override
    void send(Actor actor, HttpServletRequest request, HttpServletResponse response) throws IOException {
        services.audit().append(AuditEvent.of(actor, ACTION, "", Result.BEGUN));
        String name = "";
        boolean sent = false;
        try (StoreBackup backup = services.storeBackups().make()) {
            name = backup.fileName();
            announce(response, name);
            backup.writeTo(response.getOutputStream());
            sent = true;
        } finally {
            services.audit().append(AuditEvent.of(actor, ACTION, name, sent ? Result.DONE : Result.FAILED));
        }
    }
}
