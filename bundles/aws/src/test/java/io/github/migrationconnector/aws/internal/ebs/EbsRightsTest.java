package io.github.migrationconnector.aws.internal.ebs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.lab.LabAws;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What keys, rights, clocks and the account's encryption do, played by the lab. */
class EbsRightsTest extends EbsLabTest {
    @Test
    void refusesAChildOfAnUnencryptedParentWhereAllIsEncrypted() throws Exception {
        String parent = completed(0);
        lab.ebs().settings(Map.of("encryptionByDefault", true));
        Problem problem = failure(() -> rig.snapshots().start(spec(new Lineage.ChildOf(parent))));
        assertThat(problem.code()).isEqualTo("TARGET_PARENT_NOT_ENCRYPTED");
        assertThat(problem.fix()).contains("full");
    }

    @Test
    void saysWhatIsEncrypted() {
        try (SnapshotWriter asked = rig.snapshots().start(spec(new Lineage.Full(new Encryption.DefaultKey())))) {
            assertThat(asked.snapshot().encrypted()).isTrue();
        }
        lab.ebs().settings(Map.of("encryptionByDefault", true));
        try (SnapshotWriter byAccount = rig.snapshots().start(full())) {
            assertThat(byAccount.snapshot().encrypted()).isTrue();
        }
    }

    @Test
    void namesThePermissionThatIsMissing() throws Exception {
        String all =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}";
        lab.control()
                .put("/aws/users/admin/policy", all.replace("\"*\",\"Resource", "\"ebs:StartSnapshot\",\"Resource"));
        FixedConnection admin = FixedConnection.to(lab.aws(), LabAws.ADMIN);
        try (EbsRig limited = new EbsRig(admin, InstantSource.system());
                SnapshotWriter writer = limited.snapshots().start(full())) {
            String id = writer.snapshot().snapshotId();
            assertMissing("ebs:PutSnapshotBlock", failure(put(writer, 0)));
            assertMissing("ebs:CompleteSnapshot", failure(() -> writer.complete(0, checksum())));
            assertMissing(
                    "ec2:DescribeSnapshots", failure(() -> limited.snapshots().state(id)));
            assertMissing(
                    "ec2:DeleteSnapshot", failure(() -> limited.snapshots().delete(id)));
        } finally {
            lab.control().put("/aws/users/admin/policy", all);
        }
    }

    private static void assertMissing(String action, Problem problem) {
        assertThat(problem.code()).isEqualTo("AWS_PERMISSION_MISSING");
        assertThat(problem.fix()).contains("Add the action " + action);
        assertThat(problem.retry()).isEqualTo(Retry.NEVER);
    }

    /** As one rotates keys: the new one is made and entered, then the old one is revoked, while blocks are being put. */
    @Test
    void keysAreRotatedUnderARun() throws Exception {
        String policy = Files.readString(Path.of("../../config/iam/connector-policy.json"));
        JsonNode first = lab.control().post("/aws/users/rotated", new ObjectMapper().readTree(policy));
        connection.use(keys(first));
        try (EbsRig rotating = new EbsRig(connection, InstantSource.system());
                SnapshotWriter writer = rotating.snapshots().start(full())) {
            put(writer, 0).get(SECONDS, TimeUnit.SECONDS);
            JsonNode second = lab.control().post("/aws/users/rotated/keys", Map.of());
            put(writer, 1).get(SECONDS, TimeUnit.SECONDS);
            connection.use(keys(second));
            lab.control()
                    .delete("/aws/users/rotated/keys/"
                            + first.path("accessKeyId").asText());
            // signed with the old key, which is remembered for seconds: worth one more try, with the new one
            assertThat(failure(put(writer, 2)).retry()).isEqualTo(Retry.SOON);
            put(writer, 2).get(SECONDS, TimeUnit.SECONDS);
            lab.control()
                    .delete("/aws/users/rotated/keys/"
                            + second.path("accessKeyId").asText());
            assertThat(failure(put(writer, 3)).retry()).isEqualTo(Retry.SOON);
            Problem none = failure(put(writer, 3));
            assertThat(none.code()).isEqualTo("AWS_KEY_UNKNOWN");
            assertThat(none.retry()).isEqualTo(Retry.ON_RESUME);
        }
    }

    private static AwsKeys keys(JsonNode made) {
        return FixedConnection.keys(
                made.path("accessKeyId").asText(), made.path("secretAccessKey").asText(), "");
    }

    @Test
    void takesNewKeysAfterAnExpiredToken() throws Exception {
        try (SnapshotWriter writer = rig.snapshots().start(full())) {
            connection.use(session(-5));
            try (EbsRig expired = new EbsRig(connection, InstantSource.system());
                    SnapshotWriter again = expired.snapshots().reopen(writer.snapshot())) {
                Problem first = failure(put(again, 0));
                assertThat(first.code()).isEqualTo("AWS_TOKEN_EXPIRED");
                assertThat(first.retry()).isEqualTo(Retry.SOON);
                assertThat(failure(put(again, 0)).retry()).isEqualTo(Retry.ON_RESUME);
                assertThat(failure(() -> again.complete(0, checksum())).retry()).isEqualTo(Retry.ON_RESUME);
            }
            try (EbsRig renewed = new EbsRig(connection, InstantSource.system());
                    SnapshotWriter again = renewed.snapshots().reopen(writer.snapshot())) {
                assertThat(failure(put(again, 0)).retry()).isEqualTo(Retry.SOON);
                connection.use(session(600));
                put(again, 0).get(SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private AwsKeys session(int seconds) {
        var made = lab.control().post("/aws/users/connector/sessions", Map.of("seconds", seconds));
        return FixedConnection.keys(
                made.path("accessKeyId").asText(),
                made.path("secretAccessKey").asText(),
                made.path("sessionToken").asText());
    }

    @Test
    void signsAnewByTheServicesClock() throws Exception {
        try (SnapshotWriter writer = rig.snapshots().start(full())) {
            lab.control().post("/aws/settings", Map.of("clockSkewSeconds", 3600));
            try (EbsRig skewed = new EbsRig(connection, InstantSource.system());
                    SnapshotWriter again = skewed.snapshots().reopen(writer.snapshot())) {
                Problem first = failure(put(again, 0));
                assertThat(first.code()).isEqualTo("AWS_CLOCK_SKEW");
                assertThat(first.retry()).isEqualTo(Retry.SOON);
                put(again, 0).get(SECONDS, TimeUnit.SECONDS);
                retried(() -> {
                    again.complete(1, checksum(0));
                    return true;
                });
            } finally {
                lab.control().post("/aws/settings", Map.of("clockSkewSeconds", 0));
            }
        }
    }
}
