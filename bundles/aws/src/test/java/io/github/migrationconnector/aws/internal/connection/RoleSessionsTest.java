package io.github.migrationconnector.aws.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoleSessionsTest {
    private static final AwsRole ROLE = new AwsRole("arn:aws:iam::123456789012:role/sms", "sms");

    private final FixedConnection connection = new FixedConnection(
            new AwsEndpoints("us-east-1", Map.of(), ""), FixedConnection.keys("AKIAFIRST", "secret", ""));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int assumed;
    private boolean refuses;
    private final RoleSessions sessions = new RoleSessions(this::assume, () -> now);

    private RoleSession assume(AwsEndpoints endpoints, AwsKeys keys, AwsRole role) {
        assertThat(role).isEqualTo(ROLE);
        if (refuses) {
            throw Problem.passing("AWS_UNREACHABLE", "no way to STS", "Wait.").asException();
        }
        assumed++;
        return new RoleSession(
                FixedConnection.keys("ASIA" + assumed, "s", "of " + keys.accessKeyId()), Duration.ofHours(1));
    }

    @BeforeEach
    void role() {
        connection.use(ROLE);
    }

    private String inForce() {
        return sessions.keys(connection).accessKeyId();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void withoutARoleTheKeysAreUsedThemselves() {
        connection.use(AwsRole.NONE);
        assertThat(inForce()).isEqualTo("AKIAFIRST");
        assertThat(assumed).isZero();
    }

    @Test
    void isRenewedLongBeforeItEnds() {
        assertThat(inForce()).isEqualTo("ASIA1");
        pass(Duration.ofMinutes(44));
        assertThat(inForce()).isEqualTo("ASIA1");
        pass(Duration.ofMinutes(2));
        assertThat(inForce()).isEqualTo("ASIA2");
        // a day's run asks now and then, and never meets an end
        for (int minutes = 0; minutes < 24 * 60; minutes += 10) {
            pass(Duration.ofMinutes(10));
            inForce();
        }
        assertThat(assumed).isBetween(24, 36);
    }

    @Test
    void servesOnWhileStsIsAway() {
        inForce();
        refuses = true;
        pass(Duration.ofMinutes(50));
        assertThat(inForce()).isEqualTo("ASIA1");
        pass(Duration.ofMinutes(11));
        assertThatThrownBy(this::inForce).isInstanceOf(ConnectorException.class).hasMessageContaining("no way to STS");
        refuses = false;
        assertThat(inForce()).isEqualTo("ASIA2");
    }

    @Test
    void newKeysMakeANewSession() {
        inForce();
        connection.use(FixedConnection.keys("AKIASECOND", "other", ""));
        String token = sessions.keys(connection).sessionToken().reveal(text -> text);
        assertThat(token).isEqualTo("of AKIASECOND");
    }

    @Test
    void aSessionThatAwsRefusedIsNotUsedAgain() {
        AwsKeys first = sessions.keys(connection);
        sessions.refused(FixedConnection.keys("ASIAOTHER", "s", ""));
        assertThat(inForce()).isEqualTo("ASIA1");
        sessions.refused(first);
        assertThat(inForce()).isEqualTo("ASIA2");
    }
}
