package io.github.migrationconnector.notifications.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.notification.TopicArn;
import io.github.migrationconnector.api.notification.TopicMessage;
import io.github.migrationconnector.api.notification.TopicPublisher;
import io.github.migrationconnector.api.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is published; how AWS is asked is the publisher's, and tested there. */
final class SnsMessengerTest extends MessengerContract {
    private static final TopicArn TOPIC = TopicArn.parse("arn:aws:sns:eu-central-1:123456789012:migrations");

    private final List<TopicMessage> published = new ArrayList<>();
    private final List<Duration> limits = new ArrayList<>();
    private Optional<Problem> failure = Optional.empty();

    private Messenger in(String region) {
        TopicPublisher publisher = (topic, message, within) -> {
            assertThat(topic).isEqualTo(TOPIC);
            limits.add(within);
            failure.ifPresent(problem -> {
                throw problem.asException();
            });
            published.add(message);
        };
        return new SnsMessenger(
                new Channel.Sns(TOPIC, Set.of(NotificationEvent.RUN_FAILED)),
                () -> region,
                () -> publisher,
                new Instruments(Clock.systemUTC(), deadlines(), Duration.ofSeconds(7)));
    }

    private Messenger failing(Problem problem) {
        failure = Optional.of(problem);
        return in("eu-central-1");
    }

    @Override
    Messenger accepting() {
        return in("eu-central-1");
    }

    /** Document and text of each, as different subscriptions get them. */
    @Override
    List<String> taken() {
        return published.stream()
                .map(message -> message.subject() + "\n" + message.text() + "\n" + message.document())
                .toList();
    }

    @Override
    Messenger refusing() {
        return failing(Problem.fatal("NOTIFICATION_TOPIC_MISSING", "There is no such topic.", "Look."));
    }

    @Override
    Messenger busy() {
        return failing(Problem.passing("TARGET_THROTTLED", "Slower.", "Wait."));
    }

    @Override
    Messenger unreachable() {
        return failing(Problem.passing("AWS_UNREACHABLE", "It is away.", "Check."));
    }

    @Override
    Messenger silent() {
        return failing(Problem.passing("AWS_TIMEOUT", "It is silent.", "Check."));
    }

    @Test
    void eachKindOfSubscriptionGetsWhatSuitsIt() {
        try (Secret none = Secret.of("")) {
            accepting().send(message("web 01"), none);
        }
        TopicMessage sent = published.get(0);
        assertThat(sent.subject()).isEqualTo("Replication of web 01 failed");
        assertThat(sent.line()).isEqualTo("Replication of web 01 failed");
        assertThat(sent.event()).isEqualTo("RUN_FAILED");
        assertThat(sent.connector()).isEqualTo("c-0123456789abcdef0");
        assertThat(sent.document()).startsWith("{\"id\":\"" + sent.id() + "\"");
        assertThat(sent.text()).contains("It is full. 満杯\n\nMake room.\n\nrun: sms-run-1\nvm: web 01\n");
        assertThat(limits).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void theSubjectIsOneThatSnsTakesWhateverAMachineIsCalled() {
        try (Secret none = Secret.of("")) {
            accepting().send(message("満".repeat(300)), none);
            accepting().send(message("web\u0000\u00e9"), none);
        }
        assertThat(published.get(0).subject()).hasSizeLessThan(100).startsWith("Replication of ???");
        assertThat(published.get(1).subject()).isEqualTo("Replication of web ? failed");
        assertThat(published.get(0).document()).contains("満満満");
    }

    @Test
    void aTopicOfAnotherRegionIsRefusedBeforeAWordIsSent() {
        try (Secret none = Secret.of("")) {
            assertThatThrownBy(() -> in("us-east-1").send(message("web 01"), none))
                    .hasMessageContaining("NOTIFICATION_TOPIC_ELSEWHERE")
                    .hasMessageContaining("eu-central-1");
        }
        assertThat(published).isEmpty();
        assertThat(limits).isEmpty();
    }
}
