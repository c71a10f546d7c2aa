package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.AuditEvent;
import jakarta.servlet.Servlet;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who did what: filtered, page by page, as a file; and whether the trail is whole. */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "audit",
            "felix.webconsole.title=Audit",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=audit",
            PageServlet.ORDER + ":Integer=56",
            PageServlet.GROUP + "=administration",
            PageServlet.ROLE + "=ADMIN"
        })
public final class AuditPage extends PageServlet {
    private static final long serialVersionUID = 1L;

    private final transient Services services;

    @Activate
    public AuditPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.ADMIN);
        this.services = services;
    }

    @Override
    protected Answer show(PageRequest request) {
        AuditQuery query = AuditQuery.of(request);
        return request.checked("export")
                ? new Answer.Download("audit.csv", "text/csv;charset=utf-8", new AuditCsv(services.audit(), query))
                : Answer.show(page(query));
    }

    /** Changes nothing, but goes through all files of the trail. */
    @Override
    protected Answer act(PageRequest request) {
        request.need(Role.ADMIN);
        return Answer.show(page(AuditQuery.of(request))
                .with("verification", Optional.of(services.audit().verify())));
    }

    private View page(AuditQuery query) {
        return View.of("audit")
                .with("query", query)
                .with("search", AuditSearch.of(services.audit(), query))
                .with("results", List.of(AuditEvent.Result.values()))
                .with("verification", Optional.empty());
    }
}
