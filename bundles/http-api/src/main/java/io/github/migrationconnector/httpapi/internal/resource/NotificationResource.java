package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.ChannelStatus;
import io.github.migrationconnector.api.notification.Delivery;
import io.github.migrationconnector.api.notification.MailSecurity;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.notification.TopicArn;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.trust.Fingerprints;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Who is told what happens, and what became of it. */
final class NotificationResource {
    private static final int PAGE = 100;
    private static final int MOST = 1000;

    private final Services services;

    NotificationResource(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/notifications", Role.ADMIN, this::list),
                new Route("GET", "/notifications/deliveries", Role.ADMIN, this::deliveries),
                new Route("POST", "/notifications/{channel}", Role.ADMIN, "notification.set", this::set),
                new Route("DELETE", "/notifications/{channel}", Role.ADMIN, "notification.remove", this::remove),
                new Route("POST", "/notifications/{channel}/test", Role.ADMIN, "notification.test", this::test));
    }

    private ApiResponse list(ApiRequest request) {
        return ApiResponse.ok(Json.array(services.notifications().channels(), NotificationResource::view));
    }

    private ApiResponse deliveries(ApiRequest request) {
        int count = request.parameter("count")
                .map(text -> {
                    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
                        throw BadRequests.of("$query.count", "is not a number from 1 to " + MOST);
                    }
                    return Integer.parseInt(text);
                })
                .orElse(PAGE);
        return ApiResponse.ok(Json.array(services.notifications().deliveries(count), NotificationResource::view));
    }

    private ApiResponse set(ApiRequest request) {
        ChannelKind kind = kind(request);
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        Set<NotificationEvent> events = events(body);
        try (Secret secret = Secret.of(body.text("secret", ""))) {
            Channel channel =
                    switch (kind) {
                        case WEBHOOK -> webhook(body, events);
                        case MAIL -> mail(body, events);
                        case SNS -> sns(body, events, secret);
                    };
            body.end();
            return ApiResponse.ok(view(services.notifications().set(channel, secret)));
        }
    }

    private static Channel webhook(ObjectReader body, Set<NotificationEvent> events) {
        String url = body.text("url");
        boolean plainHttp = body.flag("plainHttp");
        String sha256 = Fingerprints.normal(body.text("sha256", ""));
        try {
            return new Channel.Webhook(URI.create(url), plainHttp, sha256, events);
        } catch (IllegalArgumentException wrong) {
            throw BadRequests.of(
                    sha256.matches("([0-9a-f]{64})?") ? "$.url" : "$.sha256", "can't be: " + wrong.getMessage());
        }
    }

    private static Channel mail(ObjectReader body, Set<NotificationEvent> events) {
        String host = body.text("host");
        MailSecurity security = body.name("security", MailSecurity.class, MailSecurity.STARTTLS);
        int port = (int) body.count("port", security == MailSecurity.TLS ? 465 : 587, 65_535);
        String sha256 = Fingerprints.normal(body.text("sha256", ""));
        String user = body.text("user", "");
        String from = body.text("from");
        List<String> to = body.texts("to");
        try {
            return new Channel.Mail(new Channel.Server(host, port, security, sha256), user, from, to, events);
        } catch (IllegalArgumentException wrong) {
            throw BadRequests.of("the body", "can't be: " + wrong.getMessage());
        }
    }

    private static Channel sns(ObjectReader body, Set<NotificationEvent> events, Secret secret) {
        if (!secret.isEmpty()) {
            throw BadRequests.of("$.secret", "is for no topic: the connector's own keys of AWS are used");
        }
        try {
            return new Channel.Sns(TopicArn.parse(body.text("topic")), events);
        } catch (IllegalArgumentException wrong) {
            throw BadRequests.of("$.topic", "can't be: " + wrong.getMessage());
        }
    }

    /** All, when none is named. */
    private static Set<NotificationEvent> events(ObjectReader body) {
        Set<NotificationEvent> events = EnumSet.noneOf(NotificationEvent.class);
        for (String word : body.texts("events")) {
            events.add(Arrays.stream(NotificationEvent.values())
                    .filter(event -> event.name().equals(word))
                    .findFirst()
                    .orElseThrow(() -> BadRequests.of(
                            "$.events", "has one that is none of " + Arrays.toString(NotificationEvent.values()))));
        }
        return events.isEmpty() ? EnumSet.allOf(NotificationEvent.class) : events;
    }

    private ApiResponse remove(ApiRequest request) {
        services.notifications().remove(kind(request));
        return ApiResponse.noContent();
    }

    private ApiResponse test(ApiRequest request) {
        return ApiResponse.ok(Json.object().put("id", services.notifications().test(kind(request))));
    }

    private static ChannelKind kind(ApiRequest request) {
        return ChannelKind.of(request.variable("channel")).orElseThrow(() -> Problem.fatal(
                        "NOT_FOUND",
                        "There is no channel of that name.",
                        "There are: "
                                + Arrays.stream(ChannelKind.values())
                                        .map(ChannelKind::word)
                                        .toList())
                .asException());
    }

    private static ObjectNode view(ChannelStatus status) {
        Channel channel = status.channel();
        ObjectNode node = Json.object().put("channel", channel.kind().word());
        node.set("settings", settings(channel));
        channel.events().stream().sorted().map(Enum::name).forEach(node.putArray("events")::add);
        node.put("secretKept", status.secretKept());
        node.set("since", Json.time(status.since()));
        node.set("deliveredAt", Json.time(status.deliveredAt()));
        return node.put("waiting", status.waiting()).put("trouble", status.trouble());
    }

    private static ObjectNode settings(Channel channel) {
        ObjectNode node = Json.object();
        if (channel instanceof Channel.Webhook webhook) {
            node.put("url", webhook.url().toString())
                    .put("plainHttp", webhook.plainHttp())
                    .put("sha256", webhook.sha256());
        }
        if (channel instanceof Channel.Mail mail) {
            node.put("host", mail.server().host())
                    .put("port", mail.server().port())
                    .put("security", mail.server().security().name())
                    .put("sha256", mail.server().sha256())
                    .put("user", mail.user())
                    .put("from", mail.from());
            mail.to().forEach(node.putArray("to")::add);
        }
        if (channel instanceof Channel.Sns sns) {
            node.put("topic", sns.topic().toString());
        }
        return node;
    }

    private static ObjectNode view(Delivery delivery) {
        ObjectNode node = Json.object()
                .put("id", delivery.id())
                .put("channel", delivery.channel().word())
                .put("event", delivery.event().name())
                .put("at", delivery.at().toString())
                .put("title", delivery.title())
                .put("state", delivery.state().name())
                .put("attempts", delivery.attempts());
        node.set("nextAt", Json.time(delivery.nextAt()));
        return node.put("trouble", delivery.trouble());
    }
}
