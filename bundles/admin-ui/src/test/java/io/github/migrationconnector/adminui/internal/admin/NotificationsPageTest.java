package io.github.migrationconnector.adminui.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.adminui.internal.fake.FakeAudit;
import io.github.migrationconnector.adminui.internal.fake.FakeExchange;
import io.github.migrationconnector.adminui.internal.fake.FakeNotifications;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.MailSecurity;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.notification.Notifications;
import io.github.migrationconnector.api.notification.TopicArn;
import io.github.migrationconnector.api.problem.Problem;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NotificationsPageTest {
    private final Console console = new Console().loggedIn();
    private final FakeNotifications notifications = new FakeNotifications();
    private final FakeAudit audit = new FakeAudit();
    private final NotificationsPage page = new NotificationsPage(console.frame, console.services);

    NotificationsPageTest() {
        console.services.with(Notifications.class, notifications).with(Audit.class, audit);
    }

    private FakeExchange get() throws IOException, ServletException {
        return console.get(page, "/system/console/connector-notifications");
    }

    private FakeExchange post(String... fields) throws IOException, ServletException {
        return console.post(page, "/system/console/connector-notifications", fields);
    }

    private FakeExchange setWebhook(String url) throws IOException, ServletException {
        return post(
                "channel",
                "webhook",
                "action",
                "set",
                "url",
                url,
                "secret",
                "a long enough key",
                "event.RUN_FAILED",
                "true");
    }

    private FakeExchange setMail(String port) throws IOException, ServletException {
        return post(
                "channel",
                "mail",
                "action",
                "set",
                "host",
                "mail.example",
                "port",
                port,
                "security",
                "TLS",
                "user",
                "ops",
                "from",
                "c@example.com",
                "to",
                "a@example.com, b@example.com",
                "secret",
                "pw",
                "event.LOGIN_LOCKED",
                "true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void showsEverythingInBothLanguages(String language) throws IOException, ServletException {
        console.language = language;
        assertThat(get().body()).doesNotContain("{{", "<b>web");
        setWebhook("https://hooks.example/in");
        setMail("465");
        notifications.trouble = "<i>away</i>";
        FakeExchange shown = get();
        assertThat(shown.status).isEqualTo(200);
        assertThat(shown.body())
                .contains(
                        "https://hooks.example/in",
                        "mail.example",
                        "a@example.com, b@example.com",
                        "it does not answer")
                .doesNotContain("{{", "<b>web", "<i>away", "a long enough key", "style=\"");
    }

    @Test
    void setsWhatIsTyped() throws IOException, ServletException {
        assertThat(setWebhook("https://hooks.example/in").responseHeaders.get("Location"))
                .contains("done=set");
        setMail("465");
        assertThat(notifications.channels.get(ChannelKind.WEBHOOK).events())
                .containsExactly(NotificationEvent.RUN_FAILED);
        Channel.Mail mail = (Channel.Mail) notifications.channels.get(ChannelKind.MAIL);
        assertThat(mail.server().security()).isEqualTo(MailSecurity.TLS);
        assertThat(mail.to()).containsExactly("a@example.com", "b@example.com");
        assertThat(notifications.done).containsExactly("set WEBHOOK a long enough key", "set MAIL pw");
        List<String> actions = new ArrayList<>();
        audit.records.forEach(each -> actions.add(each.event().action() + " "
                + each.event().target() + " " + each.event().result()));
        assertThat(actions).contains("notification.set webhook BEGUN", "notification.set mail DONE");
    }

    private FakeExchange setTopic(String arn) throws IOException, ServletException {
        return post("channel", "sns", "action", "set", "topic", arn, "event.RUN_FAILED", "true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void setsATopicThatWantsNoSecret(String language) throws IOException, ServletException {
        console.language = language;
        String arn = "arn:aws:sns:eu-central-1:123456789012:migrations";
        assertThat(get().body()).contains("id=\"topic\"").doesNotContain("sns-secret", "sns-sha256");
        assertThat(setTopic("migrations").body()).contains("value=\"migrations\"", "arn:aws:sns:eu-central-1");
        assertThat(notifications.channels).isEmpty();
        setTopic(arn);
        assertThat(notifications.channels.get(ChannelKind.SNS))
                .isEqualTo(new Channel.Sns(TopicArn.parse(arn), Set.of(NotificationEvent.RUN_FAILED)));
        assertThat(get().body()).contains("value=\"" + arn + "\"");
    }

    @Test
    void keepsWhatWasTypedWhenItIsRefused() throws IOException, ServletException {
        FakeExchange refused = setWebhook("http://hooks.example/plain");
        assertThat(refused.body()).contains("http://hooks.example/plain").doesNotContain("a long enough key");
        assertThat(setMail("many").body()).contains("mail.example");
        assertThat(post("channel", "mail", "action", "set", "host", "x", "port", "25", "security", "LOUD").status)
                .isEqualTo(409);
        assertThat(notifications.channels).isEmpty();
    }

    @Test
    void testsAndRemoves() throws IOException, ServletException {
        setWebhook("https://hooks.example/in");
        post("channel", "webhook", "action", "test");
        notifications.trouble = "it is away";
        assertThat(post("channel", "webhook", "action", "test").body()).contains("it is away");
        post("channel", "webhook", "action", "remove");
        assertThat(notifications.done)
                .containsExactly("set WEBHOOK a long enough key", "test WEBHOOK", "remove WEBHOOK");
        assertThat(post("channel", "pigeon", "action", "test").status).isEqualTo(403);
    }

    @Test
    void theTrailTellsHowItEndedWhateverEndedIt() throws IOException, ServletException {
        notifications.trouble = "it is away";
        post("channel", "mail", "action", "test");
        notifications.refusal = Problem.fatal("NOTIFICATION_SECRET_MISSING", "none is kept", "Give it.")
                .asException();
        assertThat(setMail("465").status).isGreaterThanOrEqualTo(400);
        notifications.refusal = new IllegalStateException("a service that goes away");
        assertThat(setMail("465").status).isEqualTo(500);
        assertThat(audit.records)
                .extracting(
                        record -> record.event().action() + " " + record.event().result())
                .containsExactly(
                        "notification.test BEGUN",
                        "notification.test FAILED",
                        "notification.set BEGUN",
                        "notification.set REFUSED",
                        "notification.set BEGUN",
                        "notification.set FAILED");
    }

    @Test
    void isForAdministratorsAlone() throws IOException, ServletException {
        for (Role role : new Role[] {Role.VIEWER, Role.OPERATOR}) {
            console.access.role = role;
            assertThat(get().status).isEqualTo(403);
            assertThat(setWebhook("https://hooks.example/in").status).isEqualTo(403);
        }
        assertThat(notifications.done).isEmpty();
    }
}
