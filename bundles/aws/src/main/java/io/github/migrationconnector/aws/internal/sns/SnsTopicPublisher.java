package io.github.migrationconnector.aws.internal.sns;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.migrationconnector.api.notification.TopicArn;
import io.github.migrationconnector.api.notification.TopicMessage;
import io.github.migrationconnector.api.notification.TopicPublisher;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import software.amazon.awssdk.services.sns.model.KmsAccessDeniedException;
import software.amazon.awssdk.services.sns.model.KmsDisabledException;
import software.amazon.awssdk.services.sns.model.KmsInvalidStateException;
import software.amazon.awssdk.services.sns.model.KmsNotFoundException;
import software.amazon.awssdk.services.sns.model.KmsOptInRequiredException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.SnsException;

/** Publishes through the SDK, once a call. */
@Component(service = TopicPublisher.class)
public final class SnsTopicPublisher implements TopicPublisher {
    private static final JsonFactory JSON = new JsonFactory();

    private final AwsClients clients;

    @Activate
    public SnsTopicPublisher(@Reference AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public void publish(TopicArn topic, TopicMessage message, Duration within) {
        PublishRequest request = request(topic, message, within);
        try {
            String unused = clients.sns(ACTION, sns -> {
                try {
                    return sns.publish(request).messageId();
                } catch (KmsAccessDeniedException
                        | KmsDisabledException
                        | KmsInvalidStateException
                        | KmsNotFoundException
                        | KmsOptInRequiredException refused) {
                    throw keyRefused(topic, refused);
                }
            });
        } catch (ConnectorException failure) {
            throw told(topic, failure);
        }
    }

    private static PublishRequest request(TopicArn topic, TopicMessage message, Duration within) {
        PublishRequest.Builder request = PublishRequest.builder()
                .topicArn(topic.toString())
                .subject(message.subject())
                .messageStructure("json")
                .message(byProtocol(message))
                .messageAttributes(Map.of("event", text(message.event()), "connector", text(message.connector())))
                .overrideConfiguration(call -> call.apiCallTimeout(within));
        if (topic.isFifo()) {
            request.messageGroupId(message.connector()).messageDeduplicationId(message.id());
        }
        return request.build();
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }

    /** A text for each kind of subscription (Publish, MessageStructure); default is that of all others. */
    private static String byProtocol(TopicMessage message) {
        StringWriter written = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(written)) {
            json.writeStartObject();
            json.writeStringField("default", message.document());
            json.writeStringField("email", message.text());
            json.writeStringField("sms", message.line());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("to memory", impossible);
        }
        return written.toString();
    }

    private static ConnectorException keyRefused(TopicArn topic, SnsException refused) {
        return Problem.fatal(
                        "NOTIFICATION_TOPIC_KEY_REFUSED",
                        "SNS can't use the KMS key of " + topic + ": "
                                + refused.awsErrorDetails().errorCode() + ": "
                                + refused.awsErrorDetails().errorMessage(),
                        "Allow kms:GenerateDataKey and kms:Decrypt on that key (connector iam policy --sns-topic "
                                + topic + " --sns-key KEY), in the key's policy as well, and see that it is enabled.")
                .asException(refused);
    }

    private static ConnectorException told(TopicArn topic, ConnectorException failure) {
        Problem problem = failure.problem();
        return switch (problem.code()) {
            case "AWS_PERMISSION_MISSING" ->
                Problem.fatal(
                                problem.code(),
                                problem.message(),
                                "Add the statement that connector iam policy --sns-topic " + topic + " prints ("
                                        + ACTION + ") to the policy of the connector's user or role; a topic of another"
                                        + " account has to allow it in its own policy too.")
                        .asException(failure);
            case "AWS_NOT_FOUND" ->
                Problem.fatal(
                                "NOTIFICATION_TOPIC_MISSING",
                                "There is no topic " + topic + ".",
                                "Look for its ARN in the AWS console, or by aws sns list-topics.")
                        .asException(failure);
            case "AWS_REFUSED" ->
                Problem.fatal(
                                "NOTIFICATION_TOPIC_REFUSED",
                                topic + ": " + problem.message(),
                                "Read what SNS does not like about the topic or this notification.")
                        .asException(failure);
            default -> failure;
        };
    }
}
