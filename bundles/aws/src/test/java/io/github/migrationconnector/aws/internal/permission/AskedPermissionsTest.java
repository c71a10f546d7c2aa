package io.github.migrationconnector.aws.internal.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.connection.PermissionReport;
import io.github.migrationconnector.api.connection.PermissionResult;
import io.github.migrationconnector.api.connection.PermissionVerdict;
import io.github.migrationconnector.api.logupload.LogUploads;
import io.github.migrationconnector.api.logupload.UploadChange;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadState;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import io.github.migrationconnector.aws.internal.sdk.StsRoleAssumer;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The lab evaluates the shipped policy at every call; each of its actions is taken away in turn. */
@ExtendWith(LabExtension.class)
class AskedPermissionsTest {
    private static final Path POLICY = Path.of("../../config/iam/connector-policy.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/aws/users/connector/policy";

    private Lab lab;
    private AskedPermissions permissions;
    private JsonNode shipped;

    @BeforeEach
    void give(Lab running) throws IOException {
        lab = running;
        shipped = JSON.readTree(POLICY.toFile());
        permissions = new AskedPermissions(
                FixedConnection.to(lab.aws(), LabAws.CONNECTOR),
                new StsRoleAssumer(new CallMeter()),
                InstantSource.system(),
                new CallMeter());
    }

    @AfterEach
    void restore() throws IOException {
        enforce(JSON.readTree(POLICY.toFile()));
        lab.control().post("/aws/settings", Map.of("clockSkewSeconds", 0));
    }

    @Test
    void asksAboutEveryActionOfThePolicyAndNoOther() {
        assertThat(AskedPermissions.probes()).extracting(Probe::action).containsExactlyInAnyOrderElementsOf(actions());
    }

    @Test
    void findsNothingMissingWithTheShippedPolicyAndChangesNothing() {
        int before = lab.ebs().snapshots().size();
        int images = lab.ebs().images().size();
        PermissionReport report = permissions.check();
        assertThat(report.results()).allSatisfy(result -> {
            assertThat(result.verdict()).as(result.toString()).isEqualTo(PermissionVerdict.ALLOWED);
            assertThat(result.purpose()).isNotBlank();
        });
        assertThat(report.complete()).isTrue();
        assertThat(report.identity().arn()).endsWith(":user/connector");
        assertThat(lab.ebs().snapshots().size()).isEqualTo(before);
        assertThat(lab.ebs().images().size()).isEqualTo(images);
    }

    @TestFactory
    List<DynamicTest> namesExactlyTheActionThatIsTakenAway() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String action : actions()) {
            tests.add(DynamicTest.dynamicTest(action, () -> {
                enforce(without(action));
                List<PermissionResult> denied = permissions.check().results().stream()
                        .filter(result -> result.verdict() == PermissionVerdict.DENIED)
                        .toList();
                assertThat(denied).extracting(PermissionResult::action).containsExactly(action);
                JsonNode statement = JSON.readTree(denied.get(0).fix());
                assertThat(statement.path("Action").asText()).isEqualTo(action);
                // the line that it tells to add is the cure
                ObjectNode cured = without(action);
                ((ArrayNode) cured.path("Statement")).add(statement);
                enforce(cured);
                assertThat(permissions.check().complete()).isTrue();
            }));
        }
        return tests;
    }

    @Test
    void asksForASetUpThatIsNotInForce() throws IOException {
        FixedConnection admin = FixedConnection.to(lab.aws(), LabAws.ADMIN);
        enforce(without("ebs:PutSnapshotBlock"));
        assertThat(permissions
                        .check(admin.endpoints(), admin.keys(), AwsRole.NONE)
                        .complete())
                .isTrue();
    }

    @Test
    void asksAboutLogsWhenTheyGoToS3() throws IOException {
        permissions.bindUploads(new Chosen(UploadKind.SFTP));
        assertThat(permissions.check().results())
                .hasSize(AskedPermissions.probes().size());
        Chosen s3 = new Chosen(UploadKind.S3);
        permissions.bindUploads(s3);
        List<PermissionResult> denied = permissions.check().results().stream()
                .filter(result -> result.verdict() == PermissionVerdict.DENIED)
                .toList();
        assertThat(denied)
                .extracting(PermissionResult::action)
                .containsExactlyInAnyOrder(
                        "s3:ListBucket",
                        "s3:ListBucketMultipartUploads",
                        "s3:ListMultipartUploadParts",
                        "s3:PutObject",
                        "s3:GetObject");
        ObjectNode cured = (ObjectNode) JSON.readTree(POLICY.toFile());
        for (PermissionResult each : denied) {
            ((ArrayNode) cured.path("Statement")).add(JSON.readTree(each.fix()));
        }
        enforce(cured);
        assertThat(permissions.check().complete()).isTrue();
        permissions.unbindUploads(s3);
        assertThat(permissions.check().results())
                .hasSize(AskedPermissions.probes().size());
    }

    /** A choice for the upload of logs, and nothing else of it. */
    private record Chosen(UploadKind kind) implements LogUploads {
        @Override
        public UploadState state() {
            return new UploadState(
                    false,
                    new UploadSettings(
                            kind,
                            "",
                            new UploadSettings.S3Place("", false, 90),
                            new UploadSettings.SftpPlace("", 22, "", "", ""),
                            Duration.ofHours(1),
                            false),
                    Set.of(),
                    new UploadState.Progress(false, 0, 0, 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH),
                    UploadState.Trouble.NONE);
        }

        @Override
        public UploadState set(UploadChange change) {
            throw new UnsupportedOperationException("a check changes nothing");
        }

        @Override
        public UploadState uploadNow() {
            throw new UnsupportedOperationException("a check changes nothing");
        }

        @Override
        public String test() {
            throw new UnsupportedOperationException("a check asks no target");
        }
    }

    @Test
    void measuresTheClock() {
        lab.control().post("/aws/settings", Map.of("clockSkewSeconds", -120));
        assertThat(permissions.check().clockOffset().toSeconds()).isCloseTo(-120, within(5L));
    }

    private void enforce(JsonNode policy) {
        lab.control().put(PATH, policy.toString());
    }

    private TreeSet<String> actions() {
        TreeSet<String> actions = new TreeSet<>();
        shipped.path("Statement")
                .forEach(statement -> list(statement.path("Action")).forEach(actions::add));
        return actions;
    }

    private static List<String> list(JsonNode oneOrMany) {
        List<String> all = new ArrayList<>();
        if (oneOrMany.isTextual()) {
            all.add(oneOrMany.asText());
        }
        oneOrMany.forEach(one -> all.add(one.asText()));
        return all;
    }

    private static ObjectNode without(String action) throws IOException {
        ObjectNode policy = (ObjectNode) JSON.readTree(POLICY.toFile());
        ArrayNode kept = JSON.createArrayNode();
        policy.path("Statement").forEach(statement -> {
            List<String> left = list(statement.path("Action")).stream()
                    .filter(other -> !other.equals(action))
                    .toList();
            if (!left.isEmpty()) {
                kept.add(((ObjectNode) statement).set("Action", JSON.valueToTree(left)));
            }
        });
        policy.set("Statement", kept);
        return policy;
    }
}
