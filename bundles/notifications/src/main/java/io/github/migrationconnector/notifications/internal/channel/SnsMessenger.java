package io.github.migrationconnector.notifications.internal.channel;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.TopicArn;
import io.github.migrationconnector.api.notification.TopicMessage;
import io.github.migrationconnector.api.notification.TopicPublisher;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.notifications.internal.Message;
import java.util.function.Supplier;

/** Publishes to a topic of Amazon SNS, of the region that the connector works in. */
public final class SnsMessenger implements Messenger {
    /** Publish, Subject: less than 100. */
    private static final int LONGEST_SUBJECT = 99;

    private final Channel.Sns sns;
    private final Supplier<String> region;
    private final Supplier<TopicPublisher> publisher;
    private final Instruments instruments;

    /**
     * One that publishes to a channel's topic.
     *
     * @param region that the connector works in
     * @param publisher that is there now
     */
    public SnsMessenger(
            Channel.Sns sns, Supplier<String> region, Supplier<TopicPublisher> publisher, Instruments instruments) {
        this.sns = sns;
        this.region = region;
        this.publisher = publisher;
        this.instruments = instruments;
    }

    /** The keys' own is not asked for: there is none. */
    @Override
    public Receipt send(Message message, Secret none) {
        requireRegion(sns.topic(), region.get());
        publisher.get().publish(sns.topic(), published(message), instruments.within());
        return Receipt.WHOLE;
    }

    /** Refuses a topic that the connector's keys and endpoint do not lead to. */
    public static void requireRegion(TopicArn topic, String region) {
        if (!topic.region().equals(region)) {
            throw Problem.fatal(
                            "NOTIFICATION_TOPIC_ELSEWHERE",
                            "The topic " + topic.name() + " is in " + topic.region() + ", the connector works in "
                                    + region + ".",
                            "Give a topic of " + region + "; it may pass on to one elsewhere.")
                    .asException();
        }
    }

    private static TopicMessage published(Message message) {
        return new TopicMessage(
                message.id(),
                subject(message.title()),
                message.document(),
                PlainText.of(message),
                message.title(),
                message.text("/event"),
                message.text("/connector/id"));
    }

    /** ASCII alone: names of machines in other letters stand in the text. */
    private static String subject(String title) {
        String ascii = title.replaceAll("[^ -~]", "?");
        String begun = ascii.matches("[A-Za-z0-9].*") ? ascii : "Notification: " + ascii;
        return begun.substring(0, Math.min(begun.length(), LONGEST_SUBJECT)).strip();
    }
}
