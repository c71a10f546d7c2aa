package io.github.migrationconnector.aws.internal.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.notification.TopicArn;
import io.github.migrationconnector.api.notification.TopicMessage;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import io.github.migrationconnector.lab.ActiveFault;
import io.github.migrationconnector.lab.Fault;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Against moto's SNS behind the lab's gateway, which evaluates policies. What arrives is read by the end-to-end tests. */
@ExtendWith(LabExtension.class)
class SnsTopicPublisherTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final TopicMessage MESSAGE = new TopicMessage(
            "id-1",
            "Replication of web 01 failed",
            "{\"id\":\"id-1\",\"title\":\"満杯\"}",
            "It is full.",
            "It failed",
            "RUN_FAILED",
            "c-0123456789abcdef0");

    private Lab lab;
    private AwsClients clients;
    private TopicArn topic;

    @BeforeEach
    void connect(Lab running) {
        lab = running;
        clients = clients(LabAws.ADMIN);
        topic = make("topic-" + UUID.randomUUID(), Map.of());
    }

    @AfterEach
    void disconnect() {
        clients.close();
    }

    private AwsClients clients(String user) {
        return new AwsClients(FixedConnection.to(lab.aws(), user), InstantSource.system(), new CallMeter());
    }

    private TopicArn make(String name, Map<String, String> attributes) {
        return TopicArn.parse(clients.sns("sns:CreateTopic", sns -> sns.createTopic(
                        request -> request.name(name).attributes(attributes))
                .topicArn()));
    }

    private Problem failure(Fault.Action action) {
        try (ActiveFault planted = lab.faults().inject(Fault.always("sns", "Publish", action))) {
            Problem told = failure(clients, topic, Duration.ofSeconds(2));
            assertThat(planted.hits()).isPositive();
            return told;
        }
    }

    private static Problem failure(AwsClients clients, TopicArn topic, Duration within) {
        return catchThrowableOfType(
                        ConnectorException.class, () -> new SnsTopicPublisher(clients).publish(topic, MESSAGE, within))
                .problem();
    }

    @Test
    void publishesToATopicOnceForEachCall() {
        try (ActiveFault counted = lab.faults().inject(Fault.always("sns", "Publish", new Fault.Action.Delay(1)))) {
            new SnsTopicPublisher(clients).publish(topic, MESSAGE, WITHIN);
            assertThat(counted.hits()).isEqualTo(1);
        }
    }

    @Test
    void aFifoTopicIsGivenItsGroupAndTheIdOfTheNotification() {
        TopicArn fifo = make("topic-" + UUID.randomUUID() + ".fifo", Map.of("FifoTopic", "true"));
        // which is refused without them
        assertThatCode(() -> new SnsTopicPublisher(clients).publish(fifo, MESSAGE, WITHIN))
                .doesNotThrowAnyException();
    }

    @Test
    void aMissingTopicIsNamed() {
        TopicArn none = new TopicArn(topic.partition(), topic.region(), topic.account(), "nobody-made-it");
        Problem told = failure(clients, none, WITHIN);
        assertThat(told.code()).isEqualTo("NOTIFICATION_TOPIC_MISSING");
        assertThat(told.message()).contains(none.toString());
        assertThat(told.retry()).isEqualTo(Retry.NEVER);
    }

    @Test
    void aMissingPermissionIsNamedWithTheStatementThatHasIt() {
        try (AwsClients poor = clients(LabAws.CONNECTOR)) {
            Problem told = failure(poor, topic, WITHIN);
            assertThat(told.code()).isEqualTo("AWS_PERMISSION_MISSING");
            assertThat(told.message()).contains("sns:Publish", topic.toString());
            assertThat(told.fix()).contains("sns:Publish", "connector iam policy --sns-topic " + topic);
            assertThat(told.retry()).isEqualTo(Retry.NEVER);
        }
    }

    @Test
    void whatMayPassIsToldSo() {
        assertThat(failure(new Fault.Action.Refuse(429, "Throttled", "Rate exceeded")))
                .extracting(Problem::code, Problem::retry)
                .containsExactly(SnapshotTarget.THROTTLED, Retry.SOON);
        assertThat(failure(new Fault.Action.Refuse(400, "KMSThrottling", "Rate exceeded")))
                .extracting(Problem::code, Problem::retry)
                .containsExactly(SnapshotTarget.THROTTLED, Retry.SOON);
        assertThat(failure(new Fault.Action.Refuse(500, "InternalError", "again"))
                        .retry())
                .isEqualTo(Retry.SOON);
        assertThat(failure(new Fault.Action.Drop()).retry()).isEqualTo(Retry.SOON);
    }

    @Test
    void anAnswerThatNeverComesIsNotWaitedFor() {
        Instant begun = Instant.now();
        assertThat(failure(new Fault.Action.Stall()))
                .extracting(Problem::code, Problem::retry)
                .containsExactly("AWS_TIMEOUT", Retry.SOON);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aKeyThatMayNotBeUsedIsToldWithWhatItLacks() {
        Problem told = failure(new Fault.Action.Refuse(400, "KMSAccessDenied", "The ciphertext refers to a key"));
        assertThat(told.code()).isEqualTo("NOTIFICATION_TOPIC_KEY_REFUSED");
        assertThat(told.message()).contains("KMSAccessDenied", topic.toString());
        assertThat(told.fix()).contains("kms:GenerateDataKey", "kms:Decrypt", "--sns-key");
    }

    @Test
    void whatSnsDoesNotTakeIsToldAsTheLettersOwn() {
        Problem told = failure(new Fault.Action.Refuse(400, "InvalidParameter", "Invalid parameter: Message too long"));
        assertThat(told.code()).isEqualTo("NOTIFICATION_TOPIC_REFUSED");
        assertThat(told.message()).contains("Message too long");
        assertThat(told.retry()).isEqualTo(Retry.NEVER);
    }
}
