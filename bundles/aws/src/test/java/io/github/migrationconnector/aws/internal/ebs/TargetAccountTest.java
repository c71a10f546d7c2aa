package io.github.migrationconnector.aws.internal.ebs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.target.AccountDefaults;
import io.github.migrationconnector.api.target.TargetAccount;
import io.github.migrationconnector.aws.internal.fake.FakeHttps;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.aws.internal.fake.TestAuthority;
import io.github.migrationconnector.aws.internal.http.HttpsTransport;
import io.github.migrationconnector.aws.internal.http.Limits;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the account does by itself, asked over the wire. */
class TargetAccountTest {
    private static final Limits LIMITS =
            new Limits(4, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(60));

    @TempDir
    private Path directory;

    private void against(int status, String answer, Consumer<TargetAccount> test) throws Exception {
        TestAuthority authority = new TestAuthority("127.0.0.1");
        Path bundle = authority.writeBundle(directory.resolve("ca.pem"));
        try (FakeHttps server = new FakeHttps(authority, exchange -> {
                    assertThat(new String(exchange.body(), StandardCharsets.UTF_8))
                            .contains("Action=GetEbsEncryptionByDefault");
                    exchange.send(status, Map.of("Content-Type", "text/xml"), answer.getBytes(StandardCharsets.UTF_8));
                });
                HttpsTransport transport = new HttpsTransport(LIMITS, 1)) {
            FixedConnection connection = FixedConnection.to(server.url(), bundle);
            InstantSource clock = InstantSource.system();
            try (AwsClients clients = new AwsClients(connection, clock, new CallMeter())) {
                test.accept(new EbsSnapshotTarget(
                        clients,
                        new BlockCalls(transport, connection, clock),
                        new RecentSnapshots(RecentSnapshots.INVISIBLE_AT_MOST, clock)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsWhetherItEncrypts(boolean encrypts) throws Exception {
        against(
                200,
                "<GetEbsEncryptionByDefaultResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>"
                        + "<ebsEncryptionByDefault>" + encrypts
                        + "</ebsEncryptionByDefault></GetEbsEncryptionByDefaultResponse>",
                account -> assertThat(account.defaults()).isEqualTo(new AccountDefaults(encrypts)));
    }

    @Test
    void aRefusalIsAProblemOfOurs() throws Exception {
        against(
                403,
                "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized.</Message></Error></Errors>"
                        + "<RequestID>r</RequestID></Response>",
                account -> assertThatThrownBy(account::defaults).isInstanceOf(ConnectorException.class));
    }
}
