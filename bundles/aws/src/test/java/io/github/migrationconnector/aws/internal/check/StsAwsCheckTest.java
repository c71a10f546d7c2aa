package io.github.migrationconnector.aws.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.fake.FakeHttps;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.aws.internal.fake.TestAuthority;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import io.github.migrationconnector.aws.internal.sdk.StsRoleAssumer;
import io.github.migrationconnector.lab.ActiveFault;
import io.github.migrationconnector.lab.Fault;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabExtension;
import io.github.migrationconnector.lab.LabUser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LabExtension.class)
class StsAwsCheckTest {
    private final StsAwsCheck check = new StsAwsCheck(new StsRoleAssumer(new CallMeter()), new CallMeter());

    @TempDir
    Path directory;

    private static AwsEndpoints endpoints(Lab lab) {
        return FixedConnection.to(lab.aws(), LabAws.CONNECTOR).endpoints();
    }

    private static AwsKeys keys(Lab lab) {
        return FixedConnection.to(lab.aws(), LabAws.CONNECTOR).keys();
    }

    private Problem problem(AwsEndpoints endpoints, AwsKeys keys) {
        ConnectorException thrown = catchThrowableOfType(ConnectorException.class, () -> check.check(endpoints, keys));
        assertThat(thrown.problem().fix()).isNotBlank();
        return thrown.problem();
    }

    @Test
    void saysWhoTheKeysBelongTo(Lab lab) {
        AwsIdentity identity = check.check(endpoints(lab), keys(lab));
        assertThat(identity.accountId()).matches("\\d{12}");
        assertThat(identity.arn()).endsWith(":user/connector");
    }

    @Test
    void tellsAWrongKeyFromAWrongSecret(Lab lab) {
        LabUser user = lab.aws().user(LabAws.CONNECTOR);
        AwsKeys wrongKey = FixedConnection.keys("AKIAXXXXXXXXXXXXXXXX", user.secret(), "");
        AwsKeys wrongSecret = FixedConnection.keys(user.id(), user.secret().replace('a', 'b') + "x", "");
        assertThat(problem(endpoints(lab), wrongKey).code()).isEqualTo("AWS_KEY_UNKNOWN");
        Problem problem = problem(endpoints(lab), wrongSecret);
        assertThat(problem.code()).isEqualTo("AWS_SECRET_WRONG");
        assertThat(problem.message() + problem.fix()).doesNotContain(user.secret());
    }

    @Test
    void tellsAnExpiredToken(Lab lab) {
        var session = lab.control().post("/aws/users/connector/sessions", Map.of("seconds", -10));
        AwsKeys expired = FixedConnection.keys(
                session.path("accessKeyId").asText(),
                session.path("secretAccessKey").asText(),
                session.path("sessionToken").asText());
        assertThat(problem(endpoints(lab), expired).code()).isEqualTo("AWS_TOKEN_EXPIRED");
    }

    @Test
    void measuresAClockThatIsWrong() throws Exception {
        TestAuthority authority = new TestAuthority("127.0.0.1");
        Path bundle = authority.writeBundle(directory.resolve("ca.pem"));
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plus(Duration.ofHours(2)).atZone(ZoneOffset.UTC));
        String body = "<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code>"
                + "<Message>Signature expired: it is now later</Message></Error></ErrorResponse>";
        try (FakeHttps server = new FakeHttps(authority, exchange -> {
            exchange.body();
            exchange.send(403, Map.of("Date", date, "Content-Type", "text/xml"), body.getBytes(StandardCharsets.UTF_8));
        })) {
            FixedConnection connection = FixedConnection.to(server.url(), bundle);
            Problem problem = problem(connection.endpoints(), connection.keys());
            assertThat(problem.code()).isEqualTo("AWS_CLOCK_SKEW");
            assertThat(problem.message()).containsPattern("(71\\d\\d|7200) s behind");
        }
    }

    @Test
    void tellsAnUntrustedCertificateFromAnUnreadableBundle(Lab lab) throws Exception {
        AwsEndpoints good = endpoints(lab);
        AwsEndpoints byJdk = new AwsEndpoints(good.region(), good.endpoints(), "");
        assertThat(problem(byJdk, keys(lab)).code()).isEqualTo("AWS_CERTIFICATE_REFUSED");
        AwsEndpoints missing = new AwsEndpoints(
                good.region(), good.endpoints(), directory.resolve("no").toString());
        assertThat(problem(missing, keys(lab)).code()).isEqualTo("AWS_CA_BUNDLE_UNREADABLE");
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        AwsEndpoints nothing = new AwsEndpoints(good.region(), good.endpoints(), empty.toString());
        assertThat(problem(nothing, keys(lab)).code()).isEqualTo("AWS_CA_BUNDLE_UNREADABLE");
    }

    @Test
    void tellsWhatCanNotBeReached(Lab lab) {
        for (String url : new String[] {"https://127.0.0.1:1", "https://no-such-host.invalid"}) {
            AwsEndpoints nowhere = new AwsEndpoints("us-east-1", Map.of("sts", url), "");
            Problem problem = problem(nowhere, keys(lab));
            assertThat(problem.code()).isEqualTo("AWS_UNREACHABLE");
            assertThat(problem.message()).contains(url.substring("https://".length()));
        }
    }

    @Test
    void refusesAnEndpointThatIsNotHttps(Lab lab) {
        AwsEndpoints plain = new AwsEndpoints("us-east-1", Map.of("sts", "http://127.0.0.1:1"), "");
        assertThat(problem(plain, keys(lab)).code()).isEqualTo("AWS_ENDPOINT_INVALID");
    }

    @Test
    void namesTheActionThatIsMissing(Lab lab) {
        // STS answers whatever the policy says, so a denial is planted
        try (ActiveFault planted = lab.faults()
                .inject(Fault.once("sts", "GetCallerIdentity", new Fault.Action.Refuse(403, "AccessDenied", "no")))) {
            assertThat(problem(endpoints(lab), keys(lab)).fix()).contains("sts:GetCallerIdentity");
            assertThat(planted.hits()).isEqualTo(1);
        }
    }
}
