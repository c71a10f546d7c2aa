package io.github.migrationconnector.api.notification;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** One way by which notifications leave, and what it is told. Secrets are kept apart from it. */
public sealed interface Channel {
    ChannelKind kind();

    /** What it is told; at least one. */
    Set<NotificationEvent> events();

    /**
     * A POST of a JSON document, signed.
     *
     * @param url where to; https unless plain HTTP is allowed, without a login and a fragment
     * @param plainHttp whether http is allowed, which anybody between can read
     * @param sha256 of the one certificate that is trusted there, 64 lower-case hex digits; empty for whatever the JDK's
     *     authorities vouch for
     * @param events what it is told
     */
    record Webhook(URI url, boolean plainHttp, String sha256, Set<NotificationEvent> events) implements Channel {
        private static final int LONGEST = 1000;

        public Webhook {
            events = Rules.events(events);
            Rules.fingerprint(sha256);
            String scheme = String.valueOf(url.getScheme());
            if (!scheme.equals("https") && !(plainHttp && scheme.equals("http"))) {
                throw new IllegalArgumentException("the URL does not begin with https://");
            }
            if (url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
                throw new IllegalArgumentException("the URL has no host, or a login or a fragment");
            }
            if (url.getPort() == 0
                    || url.getPort() > Rules.HIGHEST_PORT
                    || url.toString().length() > LONGEST) {
                throw new IllegalArgumentException("the URL has no port from 1 to 65535, or is longer than " + LONGEST);
            }
        }

        @Override
        public ChannelKind kind() {
            return ChannelKind.WEBHOOK;
        }

        /** Without its path and query, which some services use as a password. */
        @Override
        public String toString() {
            return "webhook to " + url.getHost();
        }
    }

    /**
     * A mail server.
     *
     * @param host name or address, IPv6 in brackets
     * @param port 1 to 65535
     * @param security how it is reached
     * @param sha256 of the one certificate that is trusted there, 64 lower-case hex digits; empty for whatever the JDK's
     *     authorities vouch for
     */
    record Server(String host, int port, MailSecurity security, String sha256) {
        private static final Pattern HOST =
                Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}]");

        public Server {
            Objects.requireNonNull(security, "security");
            Rules.fingerprint(sha256);
            if (!HOST.matcher(host).matches()) {
                throw new IllegalArgumentException("the mail server is no name or address");
            }
            if (port < 1 || port > Rules.HIGHEST_PORT) {
                throw new IllegalArgumentException("the port is not from 1 to 65535");
            }
        }
    }

    /**
     * Mails.
     *
     * @param server that takes them
     * @param user its login name; empty for a server that asks for none
     * @param from address of the sender
     * @param to addresses of the receivers, 1 to 20
     * @param events what it is told
     */
    record Mail(Server server, String user, String from, List<String> to, Set<NotificationEvent> events)
            implements Channel {
        private static final Pattern ADDRESS =
                Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,180}[A-Za-z0-9])?");
        private static final Pattern USER = Pattern.compile("[^\\p{Cntrl}]{0,254}");
        private static final int MOST_RECEIVERS = 20;

        public Mail {
            Objects.requireNonNull(server, "server");
            events = Rules.events(events);
            to = List.copyOf(to);
            if (!USER.matcher(user).matches()) {
                throw new IllegalArgumentException("the user is longer than 254 characters, or has a line's end in it");
            }
            if (!user.isEmpty() && server.security() == MailSecurity.NONE) {
                throw new IllegalArgumentException("a password does not go out without TLS");
            }
            if (!ADDRESS.matcher(from).matches()) {
                throw new IllegalArgumentException("the sender has no address such as connector@example.com");
            }
            if (to.isEmpty()
                    || to.size() > MOST_RECEIVERS
                    || !to.stream().allMatch(each -> ADDRESS.matcher(each).matches())) {
                throw new IllegalArgumentException(
                        "there are not 1 to 20 receivers' addresses such as ops@example.com");
            }
        }

        @Override
        public ChannelKind kind() {
            return ChannelKind.MAIL;
        }
    }

    /**
     * A topic of Amazon SNS, published to with the keys that the connector works in AWS with.
     *
     * @param topic which
     * @param events what it is told
     */
    record Sns(TopicArn topic, Set<NotificationEvent> events) implements Channel {
        public Sns {
            Objects.requireNonNull(topic, "topic");
            events = Rules.events(events);
        }

        @Override
        public ChannelKind kind() {
            return ChannelKind.SNS;
        }
    }

    /** What holds for every channel. */
    final class Rules {
        private static final int HIGHEST_PORT = 65_535;
        private static final Pattern FINGERPRINT = Pattern.compile("([0-9a-f]{64})?");

        private Rules() {}

        private static Set<NotificationEvent> events(Set<NotificationEvent> events) {
            if (events.isEmpty()) {
                throw new IllegalArgumentException("a channel that is told nothing");
            }
            return Set.copyOf(events);
        }

        private static void fingerprint(String sha256) {
            if (!FINGERPRINT.matcher(sha256).matches()) {
                throw new IllegalArgumentException("a SHA-256 fingerprint has 64 hex digits");
            }
        }
    }
}
