package io.github.migrationconnector.api.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicArnTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:sns:eu-central-1:123456789012:migrations",
                "arn:aws:sns:us-east-1:123456789012:A_b-9",
                "arn:aws-cn:sns:cn-north-1:123456789012:migrations",
                "arn:aws-us-gov:sns:us-gov-west-1:123456789012:migrations",
                "arn:aws-iso-b:sns:us-isob-east-1:123456789012:migrations",
                "arn:aws-eusc:sns:eusc-de-east-1:123456789012:migrations"
            })
    void isReadAndWrittenAsItIs(String text) {
        assertThat(TopicArn.parse(" " + text + "\n").toString()).isEqualTo(text);
        assertThat(TopicArn.parse(text).isFifo()).isFalse();
    }

    @Test
    void knowsAFifoTopic() {
        TopicArn topic = TopicArn.parse("arn:aws:sns:eu-central-1:123456789012:migrations.fifo");
        assertThat(topic.isFifo()).isTrue();
        assertThat(topic.name()).isEqualTo("migrations.fifo");
    }

    @ParameterizedTest
    @CsvSource({
        "migrations, looks like",
        "arn:aws:sqs:eu-central-1:123456789012:migrations, looks like",
        "arn:aws:sns:eu-central-1:123456789012:migrations:0a1b-2c3d, looks like",
        "arn::sns:eu-central-1:123456789012:migrations, partition",
        "arn:amazon:sns:eu-central-1:123456789012:migrations, partition",
        "arn:aws:sns::123456789012:migrations, region",
        "arn:aws:sns:europe:123456789012:migrations, region",
        "arn:aws:sns:cn-north-1:123456789012:migrations, not of the partition",
        "arn:aws-cn:sns:eu-central-1:123456789012:migrations, not of the partition",
        "arn:aws:sns:eu-central-1:12345678901:migrations, account",
        "arn:aws:sns:eu-central-1:123456789012:, name",
        "arn:aws:sns:eu-central-1:123456789012:*, name",
        "arn:aws:sns:eu-central-1:123456789012:a.b, name"
    })
    void saysWhatIsWrong(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicArn.parse(text))
                .withMessageContaining(why);
    }
}
