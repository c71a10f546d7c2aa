package io.github.migrationconnector.notifications.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.MailSecurity;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MailMessengerTest extends MessengerContract {
    private static final String EHLO = "250-here\n250-STARTTLS\n250 AUTH PLAIN LOGIN";
    private static final Pattern WORD = Pattern.compile("=\\?UTF-8\\?B\\?([A-Za-z0-9+/=]+)\\?=");

    private FakeMailServer fake;

    @BeforeEach
    void start() throws Exception {
        fake = new FakeMailServer().on("DATA", "354 go on");
    }

    @AfterEach
    void stop() throws Exception {
        fake.close();
    }

    private Messenger to(int port, MailSecurity security, String sha256, String user, Duration within) {
        Channel.Mail mail = new Channel.Mail(
                new Channel.Server("127.0.0.1", port, security, sha256),
                user,
                "connector@example.com",
                List.of("ops@example.com", "olga@example.com"),
                Set.of(NotificationEvent.RUN_FAILED));
        return new MailMessenger(mail, new Instruments(Clock.systemUTC(), deadlines(), within));
    }

    private Messenger plain(int port) {
        return to(port, MailSecurity.NONE, "", "", Duration.ofSeconds(30));
    }

    private Messenger startTls(String sha256) {
        return to(fake.port(), MailSecurity.STARTTLS, sha256, "ops", Duration.ofSeconds(30));
    }

    private static Receipt send(Messenger messenger) {
        try (Secret key = Secret.of(KEY)) {
            return messenger.send(message("web 01"), key);
        }
    }

    @Override
    Messenger accepting() {
        return plain(fake.port());
    }

    /** Subject and text of each mail, decoded. */
    @Override
    List<String> taken() {
        List<String> taken = new ArrayList<>();
        StringBuilder mail = new StringBuilder();
        boolean text = false;
        for (String each : fake.told()) {
            String line = each.replaceFirst("^[a-z]+: ", "");
            if (text && line.equals(".")) {
                taken.add(decoded(mail.toString()));
                mail.setLength(0);
                text = false;
            } else if (text) {
                mail.append(line).append('\n');
            }
            text |= line.equals("DATA");
        }
        return taken;
    }

    private static String decoded(String mail) {
        int end = mail.indexOf("\n\n");
        assertThat(mail.substring(0, end)).doesNotContain("\nBcc:");
        StringBuilder decoded = new StringBuilder();
        Matcher words = WORD.matcher(mail.substring(0, end));
        while (words.find()) {
            decoded.append(new String(Base64.getDecoder().decode(words.group(1)), StandardCharsets.UTF_8));
        }
        byte[] body = Base64.getMimeDecoder().decode(mail.substring(end + 2));
        return decoded.append('\n')
                .append(new String(body, StandardCharsets.UTF_8))
                .toString();
    }

    @Override
    Messenger refusing() {
        fake.on("MAIL FROM", "550 no");
        return plain(fake.port());
    }

    @Override
    Messenger busy() {
        fake.on("greeting", "421 later");
        return plain(fake.port());
    }

    @Override
    Messenger unreachable() throws Exception {
        ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        closed.close();
        return plain(closed.getLocalPort());
    }

    @Override
    Messenger silent() throws Exception {
        ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        return to(mute.getLocalPort(), MailSecurity.NONE, "", "", Duration.ofMillis(300));
    }

    @Test
    void logsInOverTlsFromTheFirstByteOn() throws Exception {
        fake.withTls().on("EHLO", EHLO);
        Duration limit = Duration.ofSeconds(30);
        send(to(fake.port(), MailSecurity.TLS, fake.sha256(), "ops", limit));
        assertThat(taken()).hasSize(1);
        byte[] login = ("\0ops\0" + KEY).getBytes(StandardCharsets.UTF_8);
        assertThat(fake.told())
                .contains("tls: AUTH PLAIN " + Base64.getEncoder().encodeToString(login));
        fake.on("AUTH", "535 wrong");
        assertThatThrownBy(() -> send(to(fake.port(), MailSecurity.TLS, fake.sha256(), "ops", limit)))
                .hasMessageContaining("NOTIFICATION_MAIL_LOGIN_REFUSED")
                .hasMessageNotContaining(KEY);
        assertThatThrownBy(() -> send(to(fake.port(), MailSecurity.TLS, "", "ops", limit)))
                .hasMessageContaining("NOTIFICATION_SERVER_UNTRUSTED");
        assertThat(taken()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void startsTlsBeforeAnythingThatOthersMustNotRead(String way) throws Exception {
        fake.on("EHLO", "250-here\n250-STARTTLS\n250 AUTH " + way)
                .on("STARTTLS", "220 go on")
                .on("AUTH LOGIN", "334 VXNlcm5hbWU6");
        send(startTls(fake.sha256()));
        assertThat(fake.told().stream().filter(line -> line.startsWith("clear: ")))
                .hasSize(2)
                .allMatch(line -> line.startsWith("clear: EHLO ") || line.equals("clear: STARTTLS"));
        assertThat(fake.told()).contains("tls: RCPT TO:<ops@example.com>", "tls: .");
    }

    @Test
    void sendsNothingInTheClearWhereTlsIsWanted() throws Exception {
        fake.on("EHLO", "250-here\n250 AUTH PLAIN");
        assertThatThrownBy(() -> send(startTls(fake.sha256()))).hasMessageContaining("NOTIFICATION_MAIL_WITHOUT_TLS");
        fake.on("EHLO", EHLO).on("STARTTLS", "454 not now");
        assertThatThrownBy(() -> send(startTls(fake.sha256()))).hasMessageContaining("NOTIFICATION_MAIL_REFUSED");
        fake.on("STARTTLS", "220 go on");
        assertThatThrownBy(() -> send(startTls("0".repeat(64)))).hasMessageContaining("NOTIFICATION_SERVER_UNTRUSTED");
        assertThat(fake.told()).allMatch(line -> line.matches("clear: (EHLO .*|STARTTLS)"));
    }

    @Test
    void oneReceiverThatIsRefusedKeepsItFromNoOtherAndIsTold() throws Exception {
        fake.on("RCPT TO:<ops", "550 unknown");
        assertThat(send(plain(fake.port()))).isEqualTo(new Receipt(Map.of(), Map.of("ops@example.com", "550 unknown")));
        assertThat(fake.told()).contains("clear: .");
        fake.on("RCPT TO:<ops", "451 later");
        assertThat(send(plain(fake.port()))).isEqualTo(new Receipt(Map.of("ops@example.com", "451 later"), Map.of()));
        fake.on("RCPT TO:<olga", "550 unknown");
        // one of them may be taken later
        assertThatThrownBy(() -> send(plain(fake.port())))
                .hasMessageContaining("451 later")
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        refused -> assertThat(refused.problem().retry()).isEqualTo(Retry.SOON));
        fake.on("RCPT TO:<ops", "550 unknown");
        fake.on("RCPT TO:<olga", "550 unknown");
        assertThatThrownBy(() -> send(plain(fake.port())))
                .hasMessageContaining("NOTIFICATION_RECEIVERS_REFUSED")
                .hasMessageContaining("ops@example.com: 550 unknown; olga@example.com: 550 unknown")
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        refused -> assertThat(refused.problem().retry()).isEqualTo(Retry.NEVER));
    }
}
