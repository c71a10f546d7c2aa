package io.github.migrationconnector.aws.internal.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.metrics.Metrics;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.aws.internal.fake.FakeHttps;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.aws.internal.fake.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsClientsTest {
    private static final FakeHttps.Script IDENTITY = exchange -> {
        exchange.body();
        exchange.send(
                200,
                Map.of("Content-Type", "text/xml"),
                ("<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>"
                                + "<Arn>arn:aws:iam::123456789012:user/x</Arn></GetCallerIdentityResult>"
                                + "</GetCallerIdentityResponse>")
                        .getBytes(StandardCharsets.UTF_8));
    };

    @TempDir
    Path directory;

    private final CallMeter meter = new CallMeter();
    private TestAuthority authority;
    private Path bundle;

    @BeforeEach
    void makeAuthority() throws Exception {
        authority = new TestAuthority("127.0.0.1");
        bundle = authority.writeBundle(directory.resolve("ca.pem"));
    }

    @AfterEach
    void setTheSdksClockRight() throws Exception {
        // the SDK's idea of the time is the whole process's: a good answer ends what a test taught it
        try (FakeHttps server = new FakeHttps(authority, refusal(403, "SignatureDoesNotMatch", Duration.ZERO));
                AwsClients clients = clients(FixedConnection.to(server.url(), bundle))) {
            assertThat(problem(clients).code()).isIn("AWS_SECRET_WRONG", "AWS_CLOCK_SKEW");
        }
    }

    private AwsClients clients(FixedConnection connection) {
        return new AwsClients(connection, InstantSource.system(), meter);
    }

    private static String account(AwsClients clients) {
        return clients.sts("sts:GetCallerIdentity", sts -> sts.getCallerIdentity(request -> {})
                .account());
    }

    private static Problem problem(AwsClients clients) {
        return catchThrowableOfType(ConnectorException.class, () -> account(clients))
                .problem();
    }

    private static FakeHttps.Script refusal(int status, String code, Duration clockOffset) {
        return exchange -> {
            exchange.body();
            String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    Instant.now().plus(clockOffset).atZone(ZoneOffset.UTC));
            String body = "<ErrorResponse><Error><Type>Sender</Type><Code>" + code
                    + "</Code><Message>m</Message></Error></ErrorResponse>";
            exchange.send(
                    status, Map.of("Date", date, "Content-Type", "text/xml"), body.getBytes(StandardCharsets.UTF_8));
        };
    }

    @Test
    void eachCallIsTimedByItsApiAndHowItEnded() throws Exception {
        List<String> noted = new ArrayList<>();
        Metrics metrics = NotedCalls.in(noted);
        try (FakeHttps server = new FakeHttps(authority, IDENTITY);
                AwsClients clients = clients(FixedConnection.to(server.url(), bundle))) {
            meter.bindMetrics(metrics);
            account(clients);
            meter.unbindMetrics(metrics);
            account(clients);
        }
        try (FakeHttps server = new FakeHttps(authority, refusal(400, "Throttling", Duration.ZERO));
                AwsClients clients = clients(FixedConnection.to(server.url(), bundle))) {
            meter.bindMetrics(metrics);
            assertThat(problem(clients).code()).isEqualTo("TARGET_THROTTLED");
        }
        try (FakeHttps server = new FakeHttps(authority, refusal(401, "AuthFailure", Duration.ZERO));
                AwsClients clients = clients(FixedConnection.to(server.url(), bundle))) {
            problem(clients);
        }
        assertThat(noted).containsExactly("CALL [STS, DONE]", "CALL [STS, THROTTLED]", "CALL [STS, FAILED]");
    }

    /** As EC2 refuses a key that was revoked; the run waits for another one. */
    @Test
    void knowsRefusedKeysByTheStatusAlone() throws Exception {
        try (FakeHttps server = new FakeHttps(authority, refusal(401, "AuthFailure", Duration.ZERO));
                AwsClients clients = clients(FixedConnection.to(server.url(), bundle))) {
            Problem refused = problem(clients);
            assertThat(refused.code()).isEqualTo("AWS_KEY_UNKNOWN");
            assertThat(refused.retry()).isEqualTo(Retry.ON_RESUME);
        }
    }

    @Test
    void sendsOnceHoweverBadTheAnswer() throws Exception {
        for (int status : new int[] {400, 429, 500, 503}) {
            try (FakeHttps server = new FakeHttps(authority, refusal(status, "Throttling", Duration.ZERO));
                    AwsClients clients = clients(FixedConnection.to(server.url(), bundle))) {
                assertThat(problem(clients).retry()).isEqualTo(Retry.SOON);
                assertThat(server.requests()).hasSize(1);
            }
        }
    }

    @Test
    void sendsOnceWhenTheConnectionBreaks() throws Exception {
        try (FakeHttps server = new FakeHttps(authority, exchange -> {
                    exchange.body();
                    exchange.hangUp();
                });
                AwsClients clients = clients(FixedConnection.to(server.url(), bundle))) {
            Problem problem = problem(clients);
            assertThat(problem.code()).isEqualTo("AWS_CONNECTION_LOST");
            assertThat(problem.message()).contains(server.url().getAuthority());
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void refusesWhatIsNoAnswerOfTheServices() throws Exception {
        try (FakeHttps server = new FakeHttps(authority, exchange -> {
                    exchange.body();
                    exchange.send(
                            200, Map.of(), "<html>Log in to the guest network</html".getBytes(StandardCharsets.UTF_8));
                });
                AwsClients clients = clients(FixedConnection.to(server.url(), bundle))) {
            assertThat(problem(clients).code()).isEqualTo("AWS_BAD_ANSWER");
        }
    }

    @Test
    void followsTheSettingsFromCallToCall() throws Exception {
        try (FakeHttps first = new FakeHttps(authority, IDENTITY);
                FakeHttps second = new FakeHttps(authority, IDENTITY)) {
            FixedConnection connection = FixedConnection.to(first.url(), bundle);
            try (AwsClients clients = clients(connection)) {
                assertThat(account(clients)).isEqualTo("123456789012");
                connection.use(FixedConnection.keys("AKIDOTHER", "secret", "token"));
                account(clients);
                connection.use(FixedConnection.to(second.url(), bundle).endpoints());
                account(clients);
            }
            assertThat(first.requests()).hasSize(2);
            assertThat(first.requests().get(0).headers().get("authorization")).contains("AKIDEXAMPLE/");
            assertThat(first.requests().get(1).headers().get("authorization")).contains("AKIDOTHER/");
            assertThat(first.requests().get(1).headers()).containsEntry("x-amz-security-token", "token");
            assertThat(second.requests()).hasSize(1);
        }
    }

    @Test
    void allowsOneMoreSignatureWhenTheClockIsWrong() throws Exception {
        Duration ahead = Duration.ofHours(2);
        try (FakeHttps server = new FakeHttps(authority, refusal(403, "SignatureDoesNotMatch", ahead));
                AwsClients clients = clients(FixedConnection.to(server.url(), bundle))) {
            Problem first = problem(clients);
            assertThat(first.code()).isEqualTo("AWS_CLOCK_SKEW");
            assertThat(first.retry()).isEqualTo(Retry.SOON);
            assertThat(problem(clients).retry()).isEqualTo(Retry.ON_RESUME);
            assertThat(hour(server.requests().get(1)))
                    .isNotEqualTo(hour(server.requests().get(0)));
        }
    }

    private static String hour(FakeHttps.Request request) {
        return request.headers().get("x-amz-date").substring(0, "20260301T12".length());
    }
}
