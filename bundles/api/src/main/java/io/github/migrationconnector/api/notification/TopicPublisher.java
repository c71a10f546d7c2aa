package io.github.migrationconnector.api.notification;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** Publishes to topics of Amazon SNS, with the keys that the connector works in AWS with. Tries once; retries are the caller's. */
@ProviderType
public interface TopicPublisher {
    /** What a topic's policies have to allow. */
    String ACTION = "sns:Publish";

    /**
     * Publishes; returns when SNS has taken it.
     *
     * @param topic one of the region that the connector works in
     * @param within how long the call may take
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code NOTIFICATION_TOPIC_MISSING}, {@code
     *     NOTIFICATION_TOPIC_REFUSED} for a message that would be refused again, {@code NOTIFICATION_TOPIC_KEY_REFUSED}, {@code
     *     AWS_PERMISSION_MISSING} with the action that lacks, or whatever else keeps the connector from AWS
     */
    void publish(TopicArn topic, TopicMessage message, Duration within);
}
