package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.FormPage;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.MailSecurity;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import jakarta.servlet.Servlet;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who is told what happens: each channel with its form, a test, and what became of notifications. */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "notifications",
            "felix.webconsole.title=Notifications",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=notifications",
            PageServlet.ORDER + ":Integer=58",
            PageServlet.GROUP + "=administration",
            PageServlet.ROLE + "=ADMIN"
        })
public final class NotificationsPage extends FormPage {
    static final String HERE = ROOT + "connector-notifications";
    private static final long serialVersionUID = 1L;
    private static final int MOST_DELIVERIES = 50;

    private final transient Services services;

    @Activate
    public NotificationsPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.ADMIN, Role.ADMIN);
        this.services = services;
    }

    @Override
    protected Answer change(PageRequest request) {
        ChannelKind kind = ChannelKind.of(request.field("channel")).orElseThrow(Fields::unknown);
        return switch (request.field("action")) {
            case "set" -> {
                Channel channel = TypedChannel.of(kind, request);
                written(request, "set", kind, () -> {
                    try (Secret secret = Secret.of(request.field("secret"))) {
                        return services.notifications().set(channel, secret);
                    }
                });
                yield Answer.goTo(HERE + "?done=set");
            }
            case "remove" -> {
                written(request, "remove", kind, () -> {
                    services.notifications().remove(kind);
                    return kind;
                });
                yield Answer.goTo(HERE + "?done=removed");
            }
            case "test" -> {
                written(request, "test", kind, () -> services.notifications().test(kind));
                yield Answer.goTo(HERE + "?done=tested");
            }
            default -> throw Fields.unknown();
        };
    }

    /** What can't be written down is not done; how it ended is written down, whatever ended it. */
    private <T> void written(PageRequest request, String verb, ChannelKind kind, Supplier<T> deed) {
        String action = "notification." + verb;
        services.audit().append(AuditEvent.of(request.actor(), action, kind.word(), Result.BEGUN));
        Result result = Result.FAILED;
        try {
            T unused = deed.get();
            result = Result.DONE;
        } catch (ConnectorException failure) {
            result = failure.problem().retry() == Retry.NEVER ? Result.REFUSED : Result.FAILED;
            throw failure;
        } finally {
            services.audit().append(AuditEvent.of(request.actor(), action, kind.word(), result));
        }
    }

    @Override
    protected View page(PageRequest request) {
        List<ChannelCard> cards = Arrays.stream(ChannelKind.values())
                .map(kind -> ChannelCard.of(
                        kind,
                        services.notifications().channels().stream()
                                .filter(status -> status.channel().kind() == kind)
                                .findFirst()))
                .map(card -> card.typed(request))
                .toList();
        return View.of("notifications")
                .with("cards", cards)
                // whose form stays open, with what was typed
                .with("typed", request.field("action").equals("set") ? request.field("channel") : "")
                .with("events", List.of(NotificationEvent.values()))
                .with("securities", List.of(MailSecurity.values()))
                .with("deliveries", services.notifications().deliveries(MOST_DELIVERIES));
    }

    /** For what a form has that can't be. */
    static ConnectorException refused(String why) {
        return Problem.fatal(
                        "NOTIFICATION_CHANNEL_INVALID",
                        "These settings can't be: " + why,
                        "Mend what is named, and send the form again.")
                .asException();
    }
}
