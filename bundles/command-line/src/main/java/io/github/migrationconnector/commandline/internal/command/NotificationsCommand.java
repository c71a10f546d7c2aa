package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "notifications",
        description = "Who is told what happens, and what became of it.",
        subcommands = {
            NotificationsCommand.Channels.class,
            NotificationsCommand.Set.class,
            NotificationsCommand.Remove.class,
            NotificationsCommand.Test.class,
            NotificationsCommand.Deliveries.class
        })
final class NotificationsCommand {
    private static final String PATH = "/notifications";
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\s]+)(?::([0-9]{1,5}))?");

    private NotificationsCommand() {}

    private static String words(JsonNode channel) {
        Table table = new Table("channel", channel.path("channel").asText());
        channel.path("settings").fields().forEachRemaining(field -> table.row(field.getKey(), words(field)));
        List.of("secretKept", "since", "deliveredAt", "waiting", "trouble")
                .forEach(name -> table.row(name, channel.path(name).asText("never")));
        StringBuilder events = new StringBuilder();
        channel.path("events")
                .forEach(event -> events.append(events.isEmpty() ? "" : ", ").append(event.asText()));
        return table.row("events", events.toString()).toString();
    }

    private static String words(Map.Entry<String, JsonNode> field) {
        List<String> each = new ArrayList<>();
        field.getValue().forEach(element -> each.add(element.asText()));
        return field.getValue().isArray()
                ? String.join(", ", each)
                : field.getValue().asText();
    }

    @Command(name = "list", description = "The channels in force, and how it goes with each.")
    static final class Channels extends DaemonCommand {
        Channels(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode channels = daemon().get(PATH);
            StringBuilder words = new StringBuilder();
            channels.forEach(
                    channel -> words.append(words.isEmpty() ? "" : "\n").append(NotificationsCommand.words(channel)));
            print(channels, words.isEmpty() ? "Nobody is told.\n" : words.toString());
            return Program.DONE;
        }
    }

    @Command(
            name = "set",
            description = {
                "Puts a channel in force, or changes it.",
                "Its key or password is asked for, or read by --password-file; --keep-secret goes on with the one that is"
                        + " kept."
            })
    static final class Set extends DaemonCommand {
        @Parameters(paramLabel = "CHANNEL", description = "webhook, mail or sns.")
        private String channel;

        @Option(
                names = "--events",
                split = ",",
                paramLabel = "EVENT",
                description = "What it is told, with commas between; all when not said (docs/notifications.md).")
        private List<String> events = List.of();

        @Option(names = "--url", paramLabel = "URL", description = "webhook: where to, https.")
        private String url = "";

        @Option(names = "--allow-http", description = "webhook: the URL may begin with http://, which others can read.")
        private boolean plainHttp;

        @Option(
                names = "--server-fingerprint",
                paramLabel = "SHA256",
                description =
                        "Of the one certificate that is trusted there; without it, what Java's authorities vouch for.")
        private String serverFingerprint = "";

        @Option(
                names = "--topic",
                paramLabel = "ARN",
                description = "sns: the topic, of the region that the connector works in; its own AWS keys are used.")
        private String topic = "";

        @Mixin
        private Mail mail = new Mail();

        @Option(names = "--keep-secret", description = "Goes on with the key or password that is kept.")
        private boolean keepSecret;

        @Mixin
        private SecretInput input;

        Set(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            ObjectNode body = object();
            ArrayNode named = body.putArray("events");
            events.forEach(event -> named.add(event.strip().toUpperCase(Locale.ROOT)));
            switch (channel) {
                case "mail" -> {
                    mail.put(body.put("sha256", serverFingerprint));
                    secret(body, mail.user.isEmpty() ? "" : "password of " + mail.user);
                }
                case "sns" -> body.put("topic", topic);
                default -> {
                    body.put("sha256", serverFingerprint).put("url", url).put("plainHttp", plainHttp);
                    secret(body, "webhook's key");
                }
            }
            JsonNode set = daemon().post(PATH + "/" + Daemon.encoded(channel), body);
            print(set, words(set));
            return Program.DONE;
        }

        /** Empty for a channel that has none. */
        private void secret(ObjectNode body, String what) {
            if (!keepSecret && !what.isEmpty()) {
                body.put("secret", input.read(what, true));
            }
        }
    }

    /** What a mail server wants to know. */
    static final class Mail {
        @Option(
                names = "--server",
                paramLabel = "HOST[:PORT]",
                description = "mail: the server; its port is 587, or 465 with TLS.")
        private String server = "";

        @Option(
                names = "--security",
                paramLabel = "HOW",
                description = "mail: starttls (when not said), tls from the first byte on, or none, without a login.")
        private String security = "starttls";

        @Option(names = "--user", paramLabel = "NAME", description = "mail: the login; its password is asked for.")
        private String user = "";

        @Option(names = "--from", paramLabel = "ADDRESS", description = "mail: the sender.")
        private String from = "";

        @Option(
                names = "--to",
                split = ",",
                paramLabel = "ADDRESS",
                description = "mail: who gets it, with commas between.")
        private List<String> to = List.of();

        private void put(ObjectNode body) {
            Matcher parts = SERVER.matcher(server);
            if (!parts.matches()) {
                throw new CommandFailure("'" + server + "' is no mail server", "give --server HOST or HOST:PORT");
            }
            body.put("host", parts.group(1)).put("security", security.toUpperCase(Locale.ROOT));
            if (parts.group(2) != null) {
                body.put("port", Integer.parseInt(parts.group(2)));
            }
            body.put("user", user).put("from", from);
            ArrayNode receivers = body.putArray("to");
            to.forEach(address -> receivers.add(address.strip()));
        }
    }

    @Command(
            name = "remove",
            description = "Tells nobody by a channel any more, and forgets its secret and what waits.")
    static final class Remove extends DaemonCommand {
        @Parameters(paramLabel = "CHANNEL", description = "webhook, mail or sns.")
        private String channel;

        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            daemon().delete(PATH + "/" + Daemon.encoded(channel));
            print(object().put("removed", channel), "nobody is told by " + channel + " any more\n");
            return Program.DONE;
        }
    }

    @Command(name = "test", description = "Sends a notification that says that it is a test.")
    static final class Test extends DaemonCommand {
        @Parameters(paramLabel = "CHANNEL", description = "webhook, mail or sns.")
        private String channel;

        Test(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode sent = daemon().post(PATH + "/" + Daemon.encoded(channel) + "/test");
            print(sent, "the " + channel + " took it: " + sent.path("id").asText() + "\n");
            return Program.DONE;
        }
    }

    @Command(name = "deliveries", description = "What became of notifications, the youngest first.")
    static final class Deliveries extends DaemonCommand {
        @Option(names = "--count", paramLabel = "N", description = "How many; 20 when not said, 1000 at most.")
        private int count = 20;

        Deliveries(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode deliveries = daemon().get(PATH + "/deliveries?count=" + count);
            Table table = new Table("AT", "EVENT", "TITLE", "CHANNEL", "STATE", "TRIED", "TROUBLE");
            deliveries.forEach(each -> table.row(
                    each.path("at").asText(),
                    each.path("event").asText(),
                    each.path("title").asText(),
                    each.path("channel").asText(),
                    each.path("state").asText(),
                    each.path("attempts").asText(),
                    each.path("trouble").asText()));
            print(deliveries, table.toString());
            return Program.DONE;
        }
    }
}
