package io.github.migrationconnector.notifications.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.NotificationEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookMessengerTest extends MessengerContract {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private HttpServer server;
    private volatile int status = 204;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            headers.put("path", exchange.getRequestURI().toString());
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Messenger to(int port, ProxySettings proxy, Duration within) {
        Channel.Webhook webhook = new Channel.Webhook(
                URI.create("http://127.0.0.1:" + port + "/in?x=1"), true, "", Set.of(NotificationEvent.RUN_FAILED));
        return new WebhookMessenger(webhook, () -> proxy, new Instruments(CLOCK, deadlines(), within));
    }

    private Messenger answering(int code) {
        status = code;
        return to(server.getAddress().getPort(), ProxySettings.NONE, Duration.ofSeconds(30));
    }

    @Override
    Messenger accepting() {
        return answering(204);
    }

    @Override
    List<String> taken() {
        return List.copyOf(bodies);
    }

    @Override
    Messenger refusing() {
        return answering(403);
    }

    @Override
    Messenger busy() {
        return answering(503);
    }

    @Override
    Messenger unreachable() throws Exception {
        ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        closed.close();
        return to(closed.getLocalPort(), ProxySettings.NONE, Duration.ofSeconds(30));
    }

    @Override
    Messenger silent() throws Exception {
        // the backlog takes the connection; nobody ever answers
        ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        return to(mute.getLocalPort(), ProxySettings.NONE, Duration.ofMillis(300));
    }

    @Test
    void signsTimeAndBodyAndNamesTheNotification() {
        try (Secret key = Secret.of(KEY)) {
            accepting().send(message("web 01"), key);
            byte[] body = bodies.get(0).getBytes(StandardCharsets.UTF_8);
            assertThat(headers.get("Connector-timestamp")).isEqualTo("1700000000");
            assertThat(headers.get("Connector-signature")).isEqualTo(Signature.of(body, 1_700_000_000L, key));
            assertThat(bodies.get(0)).contains("\"id\":\"" + headers.get("Connector-notification") + "\"");
            assertThat(headers.get("path")).isEqualTo("/in?x=1");
        }
    }

    @Test
    void followsNoRedirect() {
        try (Secret key = Secret.of(KEY)) {
            assertThatThrownBy(() -> answering(302).send(message("web 01"), key))
                    .hasMessageContaining("NOTIFICATION_WEBHOOK_REDIRECTS");
        }
        assertThat(bodies).hasSize(1);
        assertThat(headers.get("path")).isEqualTo("/in?x=1");
    }

    @Test
    void goesThroughTheProxyWithItsLogin() throws Exception {
        try (PlainProxy proxy = new PlainProxy();
                Secret key = Secret.of(KEY)) {
            ProxySettings settings = new ProxySettings("127.0.0.1", proxy.port(), "olga", Secret.of("pw"), List.of());
            to(server.getAddress().getPort(), settings, Duration.ofSeconds(30)).send(message("web 01"), key);
            assertThat(proxy.heads()).hasSize(1);
            assertThat(proxy.heads().get(0))
                    .startsWith("CONNECT 127.0.0.1:" + server.getAddress().getPort() + " HTTP/1.1")
                    .contains("Proxy-Authorization: Basic b2xnYTpwdw==");
            ProxySettings excepting =
                    new ProxySettings("127.0.0.1", proxy.port(), "", Secret.of(""), List.of("127.0.0.1"));
            to(server.getAddress().getPort(), excepting, Duration.ofSeconds(30)).send(message("web 02"), key);
            assertThat(proxy.heads()).hasSize(1);
        }
        assertThat(bodies).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "[fe80::1]", "[fd00:ec2::254]", "0.0.0.0", "224.0.0.1"})
    void goesNowhereOnTheLink(String host) {
        Channel.Webhook webhook = new Channel.Webhook(
                URI.create("http://" + host + "/latest"), true, "", Set.of(NotificationEvent.RUN_FAILED));
        for (ProxySettings proxy :
                List.of(ProxySettings.NONE, new ProxySettings("127.0.0.1", 9, "", Secret.of(""), List.of()))) {
            Messenger messenger = new WebhookMessenger(
                    webhook, () -> proxy, new Instruments(CLOCK, deadlines(), Duration.ofSeconds(5)));
            try (Secret key = Secret.of(KEY)) {
                assertThatThrownBy(() -> messenger.send(message("web 01"), key))
                        .hasMessageContaining("NOTIFICATION_SERVER_REFUSED");
            }
        }
    }
}
