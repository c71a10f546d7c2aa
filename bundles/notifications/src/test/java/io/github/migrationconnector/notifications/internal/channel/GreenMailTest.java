package io.github.migrationconnector.notifications.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.DummySSLServerSocketFactory;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.MailSecurity;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.notifications.internal.Message;
import jakarta.mail.Address;
import jakarta.mail.internet.MimeMessage;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mails as a server that is not of this house takes them, and as its parser reads them. */
final class GreenMailTest {
    private static final String PASSWORD = "the password of ops";
    private static final List<String> BOTH = List.of("ops@example.com", "olga@example.com");

    private final GreenMail server = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
    });
    private final Deadlines deadlines = new Deadlines();
    private MailDoor door;

    @BeforeEach
    void start() throws Exception {
        server.start();
        server.setUser("ops@example.com", "ops", PASSWORD);
        server.setUser("olga@example.com", "olga", "another");
        server.getUserManager().setAuthRequired(true);
        door = new MailDoor(server.getSmtp().getPort());
    }

    @AfterEach
    void stop() throws Exception {
        door.close();
        server.stop();
        deadlines.close();
    }

    private Receipt send(Channel.Server to, List<String> receivers, String password, Message message) {
        Channel.Mail mail =
                new Channel.Mail(to, "ops", "connector@example.com", receivers, Set.of(NotificationEvent.RUN_FAILED));
        try (Secret secret = Secret.of(password)) {
            return new MailMessenger(mail, new Instruments(Clock.systemUTC(), deadlines, Duration.ofSeconds(30)))
                    .send(message, secret);
        }
    }

    private Channel.Server startTls() throws Exception {
        return new Channel.Server("127.0.0.1", door.port(), MailSecurity.STARTTLS, door.sha256());
    }

    private Channel.Server tls() throws Exception {
        KeyStore keys = new DummySSLServerSocketFactory().getKeyStore();
        String sha256 =
                MailCertificate.sha256(keys.getCertificate(keys.aliases().nextElement()));
        return new Channel.Server("127.0.0.1", server.getSmtps().getPort(), MailSecurity.TLS, sha256);
    }

    /** In whose mailboxes mails are, one name for each mail. */
    private List<String> mailboxes() throws Exception {
        return List.of("ops".repeat(count("ops")), "olga".repeat(count("olga")));
    }

    private int count(String user) throws Exception {
        return server.getManagers()
                .getImapHostManager()
                .getInbox(server.getUserManager().getUser(user))
                .getMessageCount();
    }

    private void assertWhole(Message message) throws Exception {
        assertThat(server.waitForIncomingEmail(10_000, 2)).isTrue();
        assertThat(mailboxes()).containsExactly("ops", "olga");
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo(message.title());
        assertThat(Arrays.stream(mail.getAllRecipients()).map(Address::toString))
                .isEqualTo(BOTH);
        assertThat(mail.getFrom()[0].toString()).contains("connector@example.com");
        assertThat(mail.getMessageID()).contains(message.id());
        assertThat(mail.getSentDate()).isNotNull();
        assertThat(mail.getContentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(mail.getContent().toString().replace("\r\n", "\n")).isEqualTo(PlainText.of(message));
    }

    @Test
    void arrivesWholeOverTlsFromTheFirstByteOn() throws Exception {
        Message message = MessengerContract.message("満杯 web 01 " + "x".repeat(80));
        assertThat(send(tls(), BOTH, PASSWORD, message).isWhole()).isTrue();
        assertWhole(message);
    }

    @Test
    void arrivesWholeOverStartTlsWithNothingToReadOnTheWay() throws Exception {
        Message message = MessengerContract.message("web 01");
        assertThat(send(startTls(), BOTH, PASSWORD, message).isWhole()).isTrue();
        assertWhole(message);
        assertThat(door.clear()).hasSize(2).allMatch(line -> line.matches("EHLO .*|STARTTLS"));
    }

    @Test
    void aRefusedLoginIsToldAndNothingArrives() throws Exception {
        for (Channel.Server each : List.of(tls(), startTls())) {
            assertThatThrownBy(() -> send(each, BOTH, "not the password", MessengerContract.message("web 01")))
                    .isInstanceOfSatisfying(ConnectorException.class, refused -> {
                        assertThat(refused.problem().code()).isEqualTo("NOTIFICATION_MAIL_LOGIN_REFUSED");
                        assertThat(refused.problem().message()).contains("535").doesNotContain("not the password");
                    });
        }
        assertThat(mailboxes()).containsExactly("", "");
        assertThat(String.join("\n", door.clear())).doesNotContain("AUTH");
    }

    @Test
    void aServerThatShowsAnotherCertificateGetsNoPassword() throws Exception {
        Channel.Server other = new Channel.Server("127.0.0.1", door.port(), MailSecurity.STARTTLS, tls().sha256());
        assertThatThrownBy(() -> send(other, BOTH, PASSWORD, MessengerContract.message("web 01")))
                .hasMessageContaining("NOTIFICATION_SERVER_UNTRUSTED");
        assertThat(mailboxes()).containsExactly("", "");
    }

    @Test
    void whoeverWasRefusedForNowGetsItLaterAndTheOthersOnce() throws Exception {
        Message message = MessengerContract.message("web 01");
        door.refuse("olga@example.com", "451 4.7.1 Greylisted, come back later");
        Receipt first = send(startTls(), BOTH, PASSWORD, message);
        assertThat(first)
                .isEqualTo(new Receipt(Map.of("olga@example.com", "451 4.7.1 Greylisted, come back later"), Map.of()));
        assertThat(server.waitForIncomingEmail(10_000, 1)).isTrue();
        assertThat(mailboxes()).containsExactly("ops", "");
        door.refuse("olga@example.com", "");
        assertThat(send(startTls(), List.copyOf(first.later().keySet()), PASSWORD, message)
                        .isWhole())
                .isTrue();
        assertThat(server.waitForIncomingEmail(10_000, 2)).isTrue();
        assertThat(mailboxes()).containsExactly("ops", "olga");
    }

    @Test
    void whoeverIsRefusedForGoodIsNamedAndTheOthersGetIt() throws Exception {
        door.refuse("olga@example.com", "550 5.1.1 No such mailbox");
        assertThat(send(startTls(), BOTH, PASSWORD, MessengerContract.message("web 01")))
                .isEqualTo(new Receipt(Map.of(), Map.of("olga@example.com", "550 5.1.1 No such mailbox")));
        assertThat(server.waitForIncomingEmail(10_000, 1)).isTrue();
        assertThat(mailboxes()).containsExactly("ops", "");
        door.refuse("ops@example.com", "550 5.1.1 No such mailbox");
        assertThatThrownBy(() -> send(startTls(), BOTH, PASSWORD, MessengerContract.message("web 01")))
                .hasMessageContaining("NOTIFICATION_RECEIVERS_REFUSED");
        assertThat(mailboxes()).containsExactly("ops", "");
    }
}
