package io.github.migrationconnector.aws.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LabExtension.class)
final class StsAwsWatchTest {
    private static AwsConnection connection(Lab lab) {
        return FixedConnection.to(lab.aws(), LabAws.CONNECTOR);
    }

    @Test
    void findsNoDifferenceWhenThereIsNone(Lab lab) {
        assertThat(new StsAwsWatch(connection(lab), InstantSource.system(), new CallMeter())
                        .clockOffset()
                        .abs())
                .isLessThan(Duration.ofSeconds(10));
    }

    /** By a clock of ours that is off: the signature's own time is the machine's. */
    @ParameterizedTest
    @ValueSource(longs = {-3600, -290, 45, 7200})
    void tellsHowFarTheClockIsOff(long seconds, Lab lab) {
        InstantSource ours = () -> Instant.now().minusSeconds(seconds);
        assertThat(new StsAwsWatch(connection(lab), ours, new CallMeter()).clockOffset())
                .isBetween(Duration.ofSeconds(seconds - 10), Duration.ofSeconds(seconds + 10));
    }

    @Test
    void saysWhatKeepsItFromAsking(Lab lab) {
        AwsConnection wrong = new FixedConnection(
                connection(lab).endpoints(), FixedConnection.keys("AKIAXXXXXXXXXXXXXXXX", "x".repeat(40), ""));
        ConnectorException told = catchThrowableOfType(
                ConnectorException.class,
                () -> new StsAwsWatch(wrong, InstantSource.system(), new CallMeter()).clockOffset());
        assertThat(told.problem().code()).isEqualTo("AWS_KEY_UNKNOWN");
    }
}
