package io.github.migrationconnector.notifications.internal.channel;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.MailSecurity;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.notifications.internal.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a mail to a server by SMTP (RFC 5321), with TLS (RFC 3207, RFC 8314) and a login (RFC 4954) by PLAIN or LOGIN. A
 * password never goes out in the clear.
 */
public final class MailMessenger implements Messenger {
    private static final Logger LOG = LoggerFactory.getLogger(MailMessenger.class);

    private final Channel.Mail mail;
    private final Instruments instruments;

    public MailMessenger(Channel.Mail mail, Instruments instruments) {
        this.mail = mail;
        this.instruments = instruments;
    }

    @Override
    public Receipt send(Message message, Secret secret) {
        Wire.Target target =
                new Wire.Target(mail.server().host(), mail.server().port(), ProxySettings.NONE, instruments.within());
        try (Wire wire = Wire.open(target, instruments.deadlines())) {
            SmtpReply offered = greeted(wire);
            if (!mail.user().isEmpty()) {
                login(wire, offered, secret);
            }
            return hand(wire, message);
        } catch (IOException failure) {
            throw Failures.of(target.name(), failure);
        }
    }

    /** What the server offers, over TLS when that is wanted. */
    private SmtpReply greeted(Wire wire) throws IOException {
        Tls tls = new Tls(mail.server().sha256());
        if (mail.server().security() == MailSecurity.TLS) {
            wire.secure(mail.server().host(), tls);
        }
        require(reply(wire), "the connection");
        SmtpReply offered = hello(wire);
        if (mail.server().security() != MailSecurity.STARTTLS) {
            return offered;
        }
        if (!offered.offers("STARTTLS", "")) {
            throw Problem.fatal(
                            "NOTIFICATION_MAIL_WITHOUT_TLS",
                            mail.server().host() + " offers no STARTTLS, and nothing is sent in the clear.",
                            "Use TLS from the beginning (often port 465), or another server.")
                    .asException();
        }
        require(ask(wire, "STARTTLS"), "STARTTLS");
        wire.secure(mail.server().host(), tls);
        // what was said in the clear counts for nothing any more (RFC 3207, section 4.2)
        return hello(wire);
    }

    private SmtpReply hello(Wire wire) throws IOException {
        return require(ask(wire, "EHLO " + wire.localLiteral()), "EHLO");
    }

    private void login(Wire wire, SmtpReply offered, Secret password) throws IOException {
        byte[] user = mail.user().getBytes(StandardCharsets.UTF_8);
        byte[] plain = password.toUtf8();
        SmtpReply answer;
        try {
            if (offered.offers("AUTH", "PLAIN")) {
                byte[] both = new byte[user.length + plain.length + 2];
                System.arraycopy(user, 0, both, 1, user.length);
                System.arraycopy(plain, 0, both, user.length + 2, plain.length);
                answer = secretly(wire, "AUTH PLAIN ", both);
                Arrays.fill(both, (byte) 0);
            } else if (offered.offers("AUTH", "LOGIN")) {
                require(ask(wire, "AUTH LOGIN"), "the login");
                require(secretly(wire, "", user), "the login");
                answer = secretly(wire, "", plain);
            } else {
                throw Problem.fatal(
                                "NOTIFICATION_MAIL_LOGIN_REFUSED",
                                mail.server().host() + " takes no login by PLAIN or LOGIN.",
                                "Use the port for submission (587 or 465), or no user.")
                        .asException();
            }
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
        if (answer.code() / 100 == 5) {
            throw Problem.fatal(
                            "NOTIFICATION_MAIL_LOGIN_REFUSED",
                            mail.server().host() + " refuses the login of " + mail.user() + ": " + answer,
                            "Give the user and the password that the server knows; some want one made for programs.")
                    .asException();
        }
        require(answer, "the login");
    }

    private static SmtpReply secretly(Wire wire, String command, byte[] bytes) throws IOException {
        byte[] head = command.getBytes(StandardCharsets.US_ASCII);
        byte[] encoded = Base64.getEncoder().encode(bytes);
        byte[] line = Arrays.copyOf(head, head.length + encoded.length + 2);
        System.arraycopy(encoded, 0, line, head.length, encoded.length);
        line[line.length - 2] = '\r';
        line[line.length - 1] = '\n';
        wire.write(line);
        Arrays.fill(encoded, (byte) 0);
        Arrays.fill(line, (byte) 0);
        return reply(wire);
    }

    /** To all whom the server takes; without any it is a failure. */
    private Receipt hand(Wire wire, Message message) throws IOException {
        require(ask(wire, "MAIL FROM:<" + mail.from() + ">"), "the sender " + mail.from());
        Map<String, SmtpReply> answers = new LinkedHashMap<>();
        for (String address : mail.to()) {
            answers.put(address, ask(wire, "RCPT TO:<" + address + ">"));
        }
        Receipt receipt = new Receipt(those(answers, SmtpReply::passing), those(answers, SmtpReply::refusing));
        if (answers.values().stream().noneMatch(SmtpReply::positive)) {
            // one that may be taken later is worth another attempt, whatever the others
            answers.values().stream()
                    .filter(SmtpReply::passing)
                    .findFirst()
                    .ifPresent(later -> require(later, "any of the receivers"));
            throw Problem.fatal(
                            "NOTIFICATION_RECEIVERS_REFUSED",
                            mail.server().host() + " takes it for none of its receivers: " + receipt.missed(),
                            "Correct those that are named, or take them off the channel.")
                    .asException();
        }
        require(ask(wire, "DATA"), "the mail");
        byte[] text =
                MailText.of(message, mail.from(), mail.to(), instruments.clock().instant());
        wire.write(text);
        require(ask(wire, "."), "the mail");
        try {
            wire.write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException hungUp) {
            // it is taken, whatever becomes of the farewell
        }
        if (!receipt.isWhole()) {
            LOG.warn("{} does not take mails to all: {}", mail.server().host(), receipt.missed());
        }
        return receipt;
    }

    private static Map<String, String> those(Map<String, SmtpReply> answers, Predicate<SmtpReply> which) {
        Map<String, String> those = new LinkedHashMap<>();
        answers.forEach((address, answer) -> {
            if (which.test(answer)) {
                those.put(address, answer.toString());
            }
        });
        return those;
    }

    private static SmtpReply ask(Wire wire, String command) throws IOException {
        wire.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return reply(wire);
    }

    private static SmtpReply reply(Wire wire) throws IOException {
        return SmtpReply.read(wire::line);
    }

    private SmtpReply require(SmtpReply answer, String what) {
        if (answer.positive()) {
            return answer;
        }
        String message = mail.server().host() + " does not take " + what + ": " + answer;
        throw (answer.code() < 500
                        ? Problem.passing(
                                "NOTIFICATION_MAIL_REFUSED",
                                message,
                                "It is tried again by itself; if it goes on, look at the server's log.")
                        : Problem.fatal(
                                "NOTIFICATION_MAIL_REFUSED",
                                message,
                                "Check the sender, the receivers, and whether the server wants a login."))
                .asException();
    }
}
