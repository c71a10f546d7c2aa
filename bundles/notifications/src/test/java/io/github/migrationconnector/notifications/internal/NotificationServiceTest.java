package io.github.migrationconnector.notifications.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.MailSecurity;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.notification.TopicArn;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Channels and their secrets as they are set. */
final class NotificationServiceTest {
    private static final Set<NotificationEvent> EVENTS = Set.of(NotificationEvent.RUN_FAILED);
    private static final Channel.Server SERVER =
            new Channel.Server("mail.example", 587, MailSecurity.STARTTLS, "a".repeat(64));

    @TempDir
    private Path home;

    /** Which records were written, each with what it holds. */
    private final Map<String, String> secrets = new HashMap<>();

    /** What Config Admin has. */
    private final Hashtable<String, Object> inForce = new Hashtable<>();

    private final FakeNeighbours neighbours = new FakeNeighbours();
    private TemporaryDatabase database;
    private NotificationService service;

    @BeforeEach
    void start() {
        database = new TemporaryDatabase(home);
        service = service(Map.of());
    }

    @AfterEach
    void stop() {
        service.close();
        database.close();
    }

    private NotificationService service(Map<String, Object> settings) {
        Configuration configuration = fake(Configuration.class, (called, given) -> {
            if (called.getName().equals("update")) {
                Dictionary<?, ?> updated = (Dictionary<?, ?>) given[0];
                inForce.clear();
                Collections.list(updated.keys()).forEach(name -> inForce.put(name.toString(), updated.get(name)));
            }
            return called.getName().equals("getProperties") ? inForce : null;
        });
        ConfigurationAdmin admin = fake(
                ConfigurationAdmin.class,
                (called, given) ->
                        called.getReturnType().isArray() ? new Configuration[] {configuration} : configuration);
        Map<String, Function<Object[], Object>> store = Map.of(
                "ids", unused -> Set.copyOf(secrets.keySet()),
                "remove", given -> secrets.remove((String) given[0]),
                "put", given -> secrets.put((String) given[0], given[1].toString()));
        return new NotificationService(
                new NotificationService.Foundation(
                        database, "me", new KeptSettings(admin, home, NotificationSettings.PID)),
                neighbours.with(CredentialStore.class, store),
                fake(
                        NotificationSettings.class,
                        (called, given) -> settings.getOrDefault(called.getName(), called.getDefaultValue())),
                new HandClock());
    }

    private static <T> T fake(Class<T> type, BiFunction<Method, Object[], Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, called, given) -> answer.apply(called, given)));
    }

    private static Channel.Mail mail(Channel.Server server, String user) {
        return new Channel.Mail(server, user, "connector@example.com", List.of("ops@example.com"), EVENTS);
    }

    private static Channel.Webhook webhook(String url) {
        return new Channel.Webhook(URI.create(url), false, "", EVENTS);
    }

    private Channel set(Channel channel, String secret) {
        return service.set(channel, Secret.of(secret)).channel();
    }

    private static void assertSecretMissing(ThrowingCallable setting) {
        assertThatThrownBy(setting).isInstanceOfSatisfying(ConnectorException.class, refused -> {
            assertThat(refused.problem().code()).isEqualTo("NOTIFICATION_SECRET_MISSING");
            assertThat(refused.problem().fix()).isNotEmpty();
        });
    }

    @Test
    void theKeptPasswordGoesToNoOtherServerAndForNoOtherUser() {
        Channel first = set(mail(SERVER, "ops"), "the password");
        List<Channel.Mail> others = List.of(
                mail(new Channel.Server("other.example", 587, SERVER.security(), SERVER.sha256()), "ops"),
                mail(new Channel.Server("mail.example", 2525, SERVER.security(), SERVER.sha256()), "ops"),
                mail(new Channel.Server("mail.example", 587, MailSecurity.TLS, SERVER.sha256()), "ops"),
                mail(new Channel.Server("mail.example", 587, SERVER.security(), ""), "ops"),
                mail(SERVER, "olga"));
        for (Channel.Mail other : others) {
            assertSecretMissing(() -> set(other, ""));
            assertThat(service.channels().get(0).channel()).isEqualTo(first);
        }
        for (Channel.Mail other : others) {
            assertThat(set(other, "its own")).isEqualTo(other);
        }
    }

    @Test
    void theKeptPasswordStaysWithItsServerAndUser() {
        set(mail(SERVER, "ops"), "the password");
        Channel.Mail more = new Channel.Mail(
                SERVER,
                "ops",
                "another@example.com",
                List.of("olga@example.com"),
                Set.of(NotificationEvent.LOGIN_LOCKED));
        assertThat(set(more, "")).isEqualTo(more);
        assertThat(secrets).containsOnlyKeys("notification-mail");
    }

    @Test
    void aDetourOverAServerWithoutALoginLeadsThePasswordNowhere() {
        set(mail(SERVER, "ops"), "the password");
        Channel.Server other = new Channel.Server("other.example", 587, MailSecurity.TLS, "");
        set(mail(other, ""), "");
        assertSecretMissing(() -> set(mail(other, "ops"), ""));
    }

    @Test
    void aKeptPasswordOfWhichNobodyKnowsTheServerIsGivenAgain() {
        secrets.put("notification-mail", "kept");
        assertSecretMissing(() -> set(mail(SERVER, "ops"), ""));
    }

    @Test
    void theKeyOfAWebhookIsKeptForAnotherAddress() {
        assertSecretMissing(() -> set(webhook("https://hooks.example/"), ""));
        set(webhook("https://hooks.example/"), "a long enough key");
        Channel.Webhook other = webhook("https://other.example/");
        assertThat(set(other, "")).isEqualTo(other);
    }

    @Test
    void whatIsToldOfAWrongAddressRepeatsNoneOfIt() {
        for (String url : List.of("hooks.example/T0/planted one", "HTTPS://hooks.example/planted one", "http:")) {
            service.close();
            service = service(Map.of("webhook_url", url));
            assertThat(service.wrong().get("webhook")).contains("URL").doesNotContain("planted", "hooks.example");
        }
    }

    /** Config Admin tells of a change a moment later, when somebody may have changed more. */
    @Test
    void whatIsInForceIsTakenWheneverAChangeIsTold() {
        set(webhook("https://hooks.example/new"), "a long enough key");
        service.modified();
        assertThat(service.channels().get(0).channel()).isEqualTo(webhook("https://hooks.example/new"));
        inForce.put("webhook.url", "https://hooks.example/hand");
        service.modified();
        assertThat(service.channels().get(0).channel()).isEqualTo(webhook("https://hooks.example/hand"));
        service.remove(ChannelKind.WEBHOOK);
        service.modified();
        assertThat(service.channels()).isEmpty();
    }

    @Test
    void tellsOfSettingsThatCanNotBeUntilTheyAreMended() {
        service.close();
        service = service(Map.of("mail_host", "mail.example", "mail_security", "LOUD"));
        assertThat(service.channels()).isEmpty();
        assertThat(service.wrong()).containsOnlyKeys("mail");
        set(mail(SERVER, ""), "");
        assertThat(service.wrong()).isEmpty();
    }

    /** The framework makes the settings' types of what stands in the file: a number that is none would be the end of it. */
    @Test
    void noSettingIsOfATypeThatATextCanMiss() {
        assertThat(NotificationSettings.class.getDeclaredMethods())
                .isNotEmpty()
                .allMatch(setting -> setting.getReturnType().equals(String.class));
    }

    @Test
    void aNumberThatIsNoneIsToldAndTheUsualOneIsUsed() {
        for (String number : List.of("many", "0", "-3", "99999999999999999999", "1.5", "")) {
            service.close();
            service = service(Map.of(
                    "mail_host", "mail.example",
                    "mail_port", number,
                    "mail_from", "connector@example.com",
                    "mail_to", "ops@example.com",
                    "mail_events", "RUN_FAILED",
                    "giveUpHours", number,
                    "mostWaiting", number));
            assertThat(service.wrong()).containsOnlyKeys("mail", "giveUpHours", "mostWaiting");
            assertThat(service.wrong().get("mail")).contains("port");
            assertThat(service.wrong().get("giveUpHours")).contains("1 to 168", "24 is used");
            assertThat(service.channels()).isEmpty();
        }
    }

    @Test
    void aWordThatIsNoneIsToldWithThoseThatThereAre() {
        service.close();
        service = service(Map.of(
                "webhook_url", "https://hooks.example/",
                "webhook_plainHttp", "perhaps",
                "mail_host", "mail.example",
                "mail_from", "connector@example.com",
                "mail_to", "ops@example.com",
                "mail_events", "RUN_FAILS"));
        assertThat(service.wrong().get("webhook")).isEqualTo("webhook.plainHttp is neither true nor false");
        assertThat(service.wrong().get("mail")).contains("RUN_FAILED").doesNotContain("constant");
    }

    private static Channel topic(String region) {
        return new Channel.Sns(new TopicArn("aws", region, "123456789012", "migrations"), EVENTS);
    }

    @Test
    void aTopicNeedsNoSecretAndKeepsNone() {
        assertThat(set(topic("eu-central-1"), "")).isEqualTo(topic("eu-central-1"));
        assertThat(secrets).isEmpty();
        service.close();
        service = service(
                Map.of("sns_topic", "arn:aws:sns:eu-central-1:123456789012:migrations", "sns_events", "RUN_FAILED"));
        assertThat(service.channels().get(0).channel()).isEqualTo(topic("eu-central-1"));
        service.close();
        service = service(Map.of("sns_topic", "migrations", "sns_events", "RUN_FAILED"));
        assertThat(service.wrong().get("sns")).contains("arn:aws:sns");
    }

    @Test
    void aTopicOfAnotherRegionThanTheConnectorsIsRefusedAtOnce() {
        neighbours.with(AwsConnection.class, "endpoints", unused -> new AwsEndpoints("us-east-1", Map.of(), ""));
        assertThatThrownBy(() -> set(topic("eu-central-1"), "")).hasMessageContaining("NOTIFICATION_TOPIC_ELSEWHERE");
        assertThat(service.channels()).isEmpty();
        assertThat(set(topic("us-east-1"), "")).isEqualTo(topic("us-east-1"));
    }
}
