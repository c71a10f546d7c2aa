package io.github.migrationconnector.adminui.internal.log;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.log.LogEntry;
import io.github.migrationconnector.api.log.LogLevel;
import io.github.migrationconnector.api.log.Logs;
import io.github.migrationconnector.api.logupload.UploadChange;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadState;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.support.SupportBundles;
import jakarta.servlet.Servlet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The logs: searched, followed; how much is written; where they are uploaded to; a support bundle. */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "logs",
            "felix.webconsole.title=Logs",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=logs",
            PageServlet.ORDER + ":Integer=60",
            PageServlet.GROUP + "=administration",
            PageServlet.ROLE + "=OPERATOR"
        })
public final class LogsPage extends PageServlet {
    static final String HERE = ROOT + "connector-logs";
    private static final long serialVersionUID = 1L;

    private final transient Services services;

    @Activate
    public LogsPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.OPERATOR);
        this.services = services;
    }

    @Override
    protected Answer show(PageRequest request) {
        return request.checked("bundle") ? bundle(request) : Answer.show(page(request));
    }

    @Override
    protected Answer act(PageRequest request) {
        request.need(Role.ADMIN);
        try {
            return switch (request.field("action")) {
                case "level" -> {
                    level(request);
                    yield Answer.goTo(HERE + "?done=level");
                }
                case "upload" -> {
                    choose(request);
                    yield Answer.goTo(HERE + "?done=upload");
                }
                case "upload-now" -> {
                    done(request, "logs.upload-now", () -> services.logUploads().uploadNow());
                    yield Answer.goTo(HERE + "?done=upload-now");
                }
                case "upload-test" -> {
                    done(request, "logs.upload-test", () -> services.logUploads()
                            .test());
                    yield Answer.goTo(HERE + "?done=upload-test");
                }
                default ->
                    throw Problem.fatal("CHANGE_NOT_ALLOWED", "There is nothing of that kind to do here.", "")
                            .asException();
            };
        } catch (ConnectorException refused) {
            return Answer.refused(page(request), refused.problem());
        }
    }

    private void choose(PageRequest request) {
        UploadChange change = new UploadForm(request).change();
        try {
            done(request, "logs.upload-set", () -> services.logUploads().set(change));
        } finally {
            change.secrets().values().forEach(Secret::close);
        }
    }

    private void done(PageRequest request, String action, Runnable deed) {
        note(request, action, "", AuditEvent.Result.BEGUN);
        try {
            deed.run();
        } catch (RuntimeException failure) {
            note(request, action, "", AuditEvent.Result.FAILED);
            throw failure;
        }
        note(request, action, "", AuditEvent.Result.DONE);
    }

    /** Empty while its bundle is being replaced: the rest of the page is there without it. */
    private Optional<UploadState> upload() {
        try {
            return Optional.of(services.logUploads().state());
        } catch (ConnectorException away) {
            return Optional.empty();
        }
    }

    private void level(PageRequest request) {
        String name = request.field("name").strip();
        String wanted = request.field("to");
        Optional<LogLevel> level = Stream.of(LogLevel.values())
                .filter(each -> each.name().equals(wanted))
                .findFirst();
        note(request, "logs.level", name, AuditEvent.Result.BEGUN);
        if (level.isPresent()) {
            services.logs().setLevel(name, level.get());
        } else {
            services.logs().resetLevel(name);
        }
        note(request, "logs.level", name, AuditEvent.Result.DONE);
    }

    /** Told to the trail before a byte of it leaves. */
    private Answer bundle(PageRequest request) {
        request.need(Role.ADMIN);
        SupportBundles bundles = services.supportBundles();
        boolean hidden = request.checked("hidden");
        String name = bundles.fileName();
        note(request, "support.bundle", name, AuditEvent.Result.BEGUN);
        return new Answer.Download(name, "application/zip", target -> {
            bundles.write(hidden, target);
            note(request, "support.bundle", name, AuditEvent.Result.DONE);
        });
    }

    private void note(PageRequest request, String action, String target, AuditEvent.Result result) {
        services.audit().append(AuditEvent.of(request.actor(), action, target, result));
    }

    private View page(PageRequest request) {
        Logs logs = services.logs();
        LogSearch search = LogSearch.of(request);
        // before the entries are read: what comes in between is seen twice rather than not at all
        long latest = logs.latest();
        List<LogEntry> entries = logs.find(search.query());
        Optional<UploadState> upload = upload();
        return View.of("logs")
                .with("search", search)
                .with("latest", latest)
                .with("lines", entries)
                .with(
                        "older",
                        entries.size() < LogSearch.PAGE
                                ? ""
                                : entries.get(entries.size() - 1).at().toString())
                .with("areas", Stream.of(LogArea.values()).map(LogArea::word).toList())
                .with("levels", List.of(LogLevel.values()))
                .with("settings", logs.levels())
                .with("space", logs.space())
                .with("files", logs.files().size())
                .with("upload", upload)
                .with(
                        "trouble",
                        upload.map(UploadState::trouble)
                                .filter(trouble -> !trouble.isNone())
                                .map(trouble -> Problem.passing(trouble.code(), trouble.message(), trouble.fix())))
                .with("kinds", List.of(UploadKind.values()))
                .with("admin", request.may(Role.ADMIN));
    }
}
