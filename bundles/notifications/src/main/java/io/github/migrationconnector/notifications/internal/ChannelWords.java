package io.github.migrationconnector.notifications.internal;

import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.MailSecurity;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.notification.TopicArn;
import io.github.migrationconnector.api.trust.Fingerprints;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Channels as a text of settings. */
final class ChannelWords {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelWords.class);

    private ChannelWords() {}

    /**
     * The channels that settings describe.
     *
     * @param inForce by kind
     * @param limits of all channels
     * @param wrong what can't be, and why: see {@link WrongSettings}
     */
    record Read(Map<ChannelKind, Channel> inForce, Limits limits, Map<String, String> wrong) {}

    /**
     * How long and how much.
     *
     * @param giveUp after which time a letter is given up
     * @param mostWaiting how many may wait for one channel
     */
    record Limits(Duration giveUp, int mostWaiting) {}

    /** Settings by their names, with the defaults of those that are not there. */
    static NotificationSettings settings(Map<String, String> named) {
        return (NotificationSettings) Proxy.newProxyInstance(
                NotificationSettings.class.getClassLoader(),
                new Class<?>[] {NotificationSettings.class},
                // a dot of a setting's name is written so in Java (OSGi Compendium, 112.8.2.1)
                (proxy, called, none) ->
                        named.getOrDefault(called.getName().replace('_', '.'), (String) called.getDefaultValue()));
    }

    static Read read(NotificationSettings settings) {
        Map<String, String> wrong = new TreeMap<>();
        int giveUpHours = limit("giveUpHours", settings.giveUpHours(), new Bounds(1, 24, 168), wrong);
        int mostWaiting = limit("mostWaiting", settings.mostWaiting(), new Bounds(10, 1000, 10_000), wrong);
        Read read = new Read(
                new EnumMap<>(ChannelKind.class), new Limits(Duration.ofHours(giveUpHours), mostWaiting), wrong);
        if (!settings.webhook_url().isEmpty()) {
            take(read, ChannelKind.WEBHOOK, () -> webhook(settings));
        }
        if (!settings.mail_host().isEmpty()) {
            take(read, ChannelKind.MAIL, () -> mail(settings));
        }
        if (!settings.sns_topic().isEmpty()) {
            take(
                    read,
                    ChannelKind.SNS,
                    () -> new Channel.Sns(TopicArn.parse(settings.sns_topic()), events(settings.sns_events())));
        }
        return read;
    }

    /** Makes a channel, or throws {@link IllegalArgumentException}. */
    @FunctionalInterface
    private interface Maker {
        Channel make();
    }

    /** A file that somebody wrote by hand may be wrong: that is no reason to tell nobody anything. */
    private static void take(Read read, ChannelKind kind, Maker maker) {
        try {
            read.inForce().put(kind, maker.make());
        } catch (IllegalArgumentException wrong) {
            // the JDK's own words repeat the whole address, which some services use as a password
            String why = wrong.getCause() instanceof URISyntaxException form
                    ? "the URL: " + form.getReason().toLowerCase(Locale.ROOT)
                    : String.valueOf(wrong.getMessage());
            LOG.warn("The {} of the notifications is not in force: {}", kind.word(), why);
            read.wrong().put(kind.word(), why);
        }
    }

    /** What a number may be, and what it is when it isn't that. */
    private record Bounds(int least, int usual, int most) {}

    private static int limit(String name, String text, Bounds bounds, Map<String, String> wrong) {
        try {
            return number(text, bounds.least(), bounds.most());
        } catch (IllegalArgumentException outside) {
            wrong.put(name, outside.getMessage() + "; " + bounds.usual() + " is used");
            LOG.warn("The setting {} of the notifications is not used: {}", name, outside.getMessage());
            return bounds.usual();
        }
    }

    private static int number(String text, int least, int most) {
        String digits = text.strip();
        if (digits.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(digits);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException("it is no number from " + least + " to " + most);
    }

    private static int port(String text) {
        try {
            return number(text, 1, 65_535);
        } catch (IllegalArgumentException outside) {
            throw new IllegalArgumentException("the port is not from 1 to 65535", outside);
        }
    }

    private static boolean flag(String name, String text) {
        return switch (text.strip()) {
            case "true" -> true;
            case "false", "" -> false;
            default -> throw new IllegalArgumentException(name + " is neither true nor false");
        };
    }

    private static <E extends Enum<E>> E one(Class<E> type, String text, String what) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equals(text.strip()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(what + " is none of " + Arrays.toString(type.getEnumConstants())));
    }

    private static Channel webhook(NotificationSettings settings) {
        return new Channel.Webhook(
                URI.create(settings.webhook_url().strip()),
                flag("webhook.plainHttp", settings.webhook_plainHttp()),
                Fingerprints.normal(settings.webhook_sha256()),
                events(settings.webhook_events()));
    }

    private static Channel mail(NotificationSettings settings) {
        return new Channel.Mail(
                new Channel.Server(
                        settings.mail_host().strip(),
                        port(settings.mail_port()),
                        one(MailSecurity.class, settings.mail_security(), "mail.security"),
                        Fingerprints.normal(settings.mail_sha256())),
                settings.mail_user(),
                settings.mail_from().strip(),
                Arrays.stream(settings.mail_to().split(","))
                        .map(String::strip)
                        .filter(address -> !address.isEmpty())
                        .toList(),
                events(settings.mail_events()));
    }

    private static Set<NotificationEvent> events(String text) {
        Set<NotificationEvent> events = EnumSet.noneOf(NotificationEvent.class);
        for (String word : text.split(",", -1)) {
            if (!word.isBlank()) {
                events.add(one(NotificationEvent.class, word, "one of the events"));
            }
        }
        return events;
    }

    /** As settings: all that belong to its kind; empty ones are to be left out. */
    static Map<String, String> write(Channel channel) {
        Map<String, String> settings = new TreeMap<>();
        String kind = channel.kind().word();
        settings.put(
                kind + ".events",
                channel.events().stream().sorted().map(Enum::name).collect(Collectors.joining(",")));
        if (channel instanceof Channel.Webhook webhook) {
            settings.put(kind + ".url", webhook.url().toString());
            settings.put(kind + ".plainHttp", webhook.plainHttp() ? "true" : "");
            settings.put(kind + ".sha256", webhook.sha256());
        }
        if (channel instanceof Channel.Mail mail) {
            settings.put(kind + ".host", mail.server().host());
            settings.put(kind + ".port", Integer.toString(mail.server().port()));
            settings.put(kind + ".security", mail.server().security().name());
            settings.put(kind + ".sha256", mail.server().sha256());
            settings.put(kind + ".user", mail.user());
            settings.put(kind + ".from", mail.from());
            settings.put(kind + ".to", String.join(",", mail.to()));
        }
        if (channel instanceof Channel.Sns sns) {
            settings.put(kind + ".topic", sns.topic().toString());
        }
        return settings;
    }

    /** Whether settings say something of a channel, be it right or wrong. */
    static boolean describe(Map<String, String> settings, ChannelKind kind) {
        String name =
                switch (kind) {
                    case WEBHOOK -> "url";
                    case MAIL -> "host";
                    case SNS -> "topic";
                };
        return !settings.getOrDefault(kind.word() + "." + name, "").isEmpty();
    }

    /** The settings of no channel of a kind. */
    static Map<String, String> none(ChannelKind kind) {
        List<String> names =
                switch (kind) {
                    case WEBHOOK -> List.of("events", "url", "plainHttp", "sha256");
                    case MAIL -> List.of("events", "host", "port", "security", "sha256", "user", "from", "to");
                    case SNS -> List.of("events", "topic");
                };
        return names.stream().collect(Collectors.toMap(name -> kind.word() + "." + name, name -> ""));
    }
}
