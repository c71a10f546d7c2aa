package io.github.migrationconnector.aws.internal.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.aws.internal.check.StsAwsCheck;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LabExtension.class)
class StsRoleAssumerTest {
    private static final String ACCOUNT = "arn:aws:iam::123456789012:";
    private static final AwsRole ROLE = new AwsRole(ACCOUNT + "role/assumed-by-test", "sms");

    private final CallMeter meter = new CallMeter();
    private final StsAwsCheck check = new StsAwsCheck(new StsRoleAssumer(meter), meter);
    private AwsEndpoints endpoints;
    private AwsKeys keys;

    @BeforeEach
    void role(Lab lab) throws Exception {
        endpoints = FixedConnection.to(lab.aws(), LabAws.CONNECTOR).endpoints();
        Map<String, Object> allowed =
                Map.of("Effect", "Allow", "Action", "sts:AssumeRole", "Resource", ACCOUNT + "role/assumed-by-*");
        var made = lab.control()
                .post("/aws/users/assumes", Map.of("Version", "2012-10-17", "Statement", List.of(allowed)));
        keys = FixedConnection.keys(
                made.path("accessKeyId").asText(), made.path("secretAccessKey").asText(), "");
        lab.control()
                .put(
                        "/aws/roles/assumed-by-test",
                        """
                        {"trust": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                          "Principal": {"AWS": "arn:aws:iam::123456789012:user/assumes"}, "Action": "sts:AssumeRole",
                          "Condition": {"StringEquals": {"sts:ExternalId": "sms"}}}]},
                         "policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                          "Action": "ebs:*", "Resource": "*"}]}}""");
    }

    private Problem problem(AwsKeys with, AwsRole role) {
        return catchThrowableOfType(ConnectorException.class, () -> check.check(endpoints, with, role))
                .problem();
    }

    @Test
    void becomesTheRole() {
        AwsIdentity identity = check.check(endpoints, keys, ROLE);
        assertThat(identity.arn()).contains(":assumed-role/assumed-by-test/");
        assertThat(check.check(endpoints, keys).arn()).endsWith(":user/assumes");
    }

    /** The clients of a check and of a renewed role are gone after it; their calls count all the same. */
    @Test
    void itsCallsAreTimed() {
        List<String> noted = new ArrayList<>();
        meter.bindMetrics(NotedCalls.in(noted));
        AwsIdentity unused = check.check(endpoints, keys, ROLE);
        assertThat(noted).containsExactly("CALL [STS, DONE]", "CALL [STS, DONE]", "CALL [STS, DONE]");
        problem(keys, new AwsRole(ROLE.arn(), "another"));
        assertThat(noted).hasSize(5).endsWith("CALL [STS, FAILED]");
    }

    @Test
    void tellsARefusedRoleFromAWrongKey(Lab lab) {
        Problem external = problem(keys, new AwsRole(ROLE.arn(), "another"));
        assertThat(external.code()).isEqualTo("AWS_ROLE_REFUSED");
        assertThat(external.retry()).isEqualTo(Retry.ON_RESUME);
        assertThat(external.fix()).contains("external id", "trust policy");
        assertThat(problem(keys, new AwsRole(ACCOUNT + "role/none", "sms")).code())
                .isEqualTo("AWS_ROLE_REFUSED");
        assertThat(problem(FixedConnection.to(lab.aws(), LabAws.CONNECTOR).keys(), ROLE)
                        .code())
                .isEqualTo("AWS_ROLE_REFUSED");
        assertThat(problem(FixedConnection.keys("AKIAXXXXXXXXXXXXXXXX", "s", ""), ROLE)
                        .code())
                .isEqualTo("AWS_KEY_UNKNOWN");
    }
}
