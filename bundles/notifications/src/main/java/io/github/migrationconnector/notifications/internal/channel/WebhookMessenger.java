package io.github.migrationconnector.notifications.internal.channel;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.notifications.internal.Message;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;

/** Posts the document to an address, signed. Redirects are not followed, and nothing of the answer is kept but its status. */
public final class WebhookMessenger implements Messenger {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    /** Unauthorized, Forbidden, Not Found, Method Not Allowed, Gone: whatever is sent there meets the same. */
    private static final Set<Integer> SHUT = Set.of(401, 403, 404, 405, 410);

    private static final int TOO_MANY = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int MOST_INTERIM = 10;

    private final Channel.Webhook webhook;
    private final URI url;
    private final Supplier<ProxySettings> proxy;
    private final Instruments instruments;

    public WebhookMessenger(Channel.Webhook webhook, Supplier<ProxySettings> proxy, Instruments instruments) {
        this.webhook = webhook;
        this.url = URI.create(webhook.url().toASCIIString());
        this.proxy = proxy;
        this.instruments = instruments;
    }

    @Override
    public Receipt send(Message message, Secret secret) {
        Wire.Target target = new Wire.Target(url.getHost(), port(), proxy.get(), instruments.within());
        StatusLine answer;
        try (Wire wire = Wire.open(target, instruments.deadlines())) {
            if (url.getScheme().equals("https")) {
                wire.secure(url.getHost(), new Tls(webhook.sha256()));
            }
            wire.write(request(message, secret));
            answer = answer(wire);
        } catch (IOException failure) {
            throw Failures.of(target.name(), failure);
        }
        judge(answer);
        return Receipt.WHOLE;
    }

    private int port() {
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return url.getScheme().equals("https") ? HTTPS_PORT : HTTP_PORT;
    }

    private byte[] request(Message message, Secret key) {
        byte[] body = message.document().getBytes(StandardCharsets.UTF_8);
        long now = instruments.clock().instant().getEpochSecond();
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String head = "POST " + path + query + " HTTP/1.1\r\n"
                + "Host: " + url.getHost() + (url.getPort() > 0 ? ":" + url.getPort() : "") + "\r\n"
                + "User-Agent: server-migration-connector\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: " + body.length + "\r\n"
                + "Connection: close\r\n"
                + "Connector-Notification: " + message.id() + "\r\n"
                + "Connector-Timestamp: " + now + "\r\n"
                + "Connector-Signature: " + Signature.of(body, now, key) + "\r\n\r\n";
        byte[] ascii = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(ascii, ascii.length + body.length);
        System.arraycopy(body, 0, whole, ascii.length, body.length);
        return whole;
    }

    /** Past those that say that another one comes. */
    private static StatusLine answer(Wire wire) throws IOException {
        StatusLine answer = StatusLine.read(wire.line());
        for (int count = 0; answer.code() < 200; count++) {
            if (count > MOST_INTERIM) {
                throw new IOException("more than " + MOST_INTERIM + " interim answers");
            }
            wire.skipHead();
            answer = StatusLine.read(wire.line());
        }
        return answer;
    }

    private void judge(StatusLine answer) {
        int code = answer.code();
        if (code / 100 == 2) {
            return;
        }
        if (code / 100 == 3) {
            throw Problem.fatal(
                            "NOTIFICATION_WEBHOOK_REDIRECTS",
                            url.getHost() + " answers with a redirect (" + answer + "), which is not followed.",
                            "Give the address that it leads to.")
                    .asException();
        }
        if (SHUT.contains(code)) {
            throw Problem.fatal(
                            "NOTIFICATION_WEBHOOK_SHUT",
                            url.getHost() + " did not let the notification in: " + answer,
                            "Check the address, and that the receiver knows the key.")
                    .asException();
        }
        throw refused(answer, code >= 500 || code == TOO_MANY || code == REQUEST_TIMEOUT);
    }

    private ConnectorException refused(StatusLine answer, boolean passing) {
        String message = url.getHost() + " did not take the notification: " + answer;
        return passing
                ? Problem.passing(
                                "NOTIFICATION_WEBHOOK_REFUSED",
                                message,
                                "It is tried again by itself; if it goes on, look at the receiver's log.")
                        .asException()
                : Problem.fatal(
                                "NOTIFICATION_WEBHOOK_REFUSED",
                                message,
                                "Look at the receiver's log for what it does not like about this one.")
                        .asException();
    }
}
