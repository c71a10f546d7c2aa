package io.github.migrationconnector.aws.internal.ebs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.PresentBlock;
import io.github.migrationconnector.api.target.SnapshotReader;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.api.target.TestBlocks;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.lab.ActiveFault;
import io.github.migrationconnector.lab.Fault;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabExtension;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes wrong with EBS, played by the lab. */
@ExtendWith(LabExtension.class)
class EbsTroubleTest {
    private static final int SECONDS = 30;

    private FixedConnection connection;
    private EbsRig rig;
    private Lab lab;

    @BeforeEach
    void connect(Lab shared) {
        lab = shared;
        lab.ebs()
                .settings(
                        Map.of("visibilityDelayMs", 0, "completeDelayMs", 50, "quotas", Map.of("startsPerSecond", 0)));
        connection = FixedConnection.to(lab.aws(), LabAws.CONNECTOR);
        rig = new EbsRig(connection, InstantSource.system());
    }

    @AfterEach
    void restore() {
        rig.close();
        lab.ebs()
                .settings(Map.of(
                        "visibilityDelayMs",
                        300,
                        "completeDelayMs",
                        800,
                        "encryptionByDefault",
                        false,
                        "shortPages",
                        false,
                        "quotas",
                        Map.of("pendingSnapshots", 100)));
    }

    private static SnapshotSpec spec(Lineage lineage) {
        return new SnapshotSpec(UUID.randomUUID().toString(), 50_000_000, lineage, "trouble", Map.of());
    }

    private static SnapshotSpec full() {
        return spec(new Lineage.Full(new Encryption.None()));
    }

    private static CompletableFuture<Void> put(SnapshotWriter writer, int index) {
        byte[] block = TestBlocks.random(index, writer.snapshot().blockSizeBytes());
        return writer.put(index, TestBlocks.direct(block), TestBlocks.digest(block));
    }

    private static Problem failure(CompletableFuture<?> answer) throws Exception {
        try {
            answer.get(SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("it succeeded");
        } catch (ExecutionException e) {
            return ((ConnectorException) e.getCause()).problem();
        }
    }

    private static Problem failure(Runnable call) {
        return catchThrowableOfType(ConnectorException.class, call::run).problem();
    }

    /** Tries again as the product's one wrapper does. */
    private static <T> T retried(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (ConnectorException e) {
                assertThat(e.problem().retry()).isEqualTo(Retry.SOON);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private static BlockDigest checksum(int... indexes) {
        List<BlockDigest> digests = new ArrayList<>();
        for (int index : indexes) {
            digests.add(TestBlocks.digest(TestBlocks.random(index, 524_288)));
        }
        return TestBlocks.linear(digests);
    }

    private String completed(int... indexes) throws Exception {
        try (SnapshotWriter writer = rig.snapshots().start(full())) {
            for (int index : indexes) {
                put(writer, index).get(SECONDS, TimeUnit.SECONDS);
            }
            writer.complete(indexes.length, checksum(indexes));
            awaitCompleted(writer.snapshot().snapshotId());
            return writer.snapshot().snapshotId();
        }
    }

    private void awaitCompleted(String id) {
        while (!rig.snapshots().state(id).equals(Optional.of(SnapshotState.COMPLETED))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Test
    void takesAnEarly404ForNotVisibleYet() throws Exception {
        lab.ebs().settings(Map.of("visibilityDelayMs", 1500));
        try (SnapshotWriter writer = rig.snapshots().start(full())) {
            String id = writer.snapshot().snapshotId();
            Problem problem = failure(put(writer, 0));
            assertThat(problem.code()).isEqualTo("TARGET_SNAPSHOT_NOT_VISIBLE_YET");
            assertThat(problem.retry()).isEqualTo(Retry.SOON);
            assertThat(rig.snapshots().state(id)).contains(SnapshotState.PENDING);
            assertThat(failure(() -> rig.snapshots().delete(id)).retry()).isEqualTo(Retry.SOON);
            retried(() -> {
                writer.complete(0, checksum());
                return true;
            });
            awaitCompleted(id);
        }
    }

    @Test
    void takesALate404ForWhatItIs() throws Exception {
        OpenSteps clock = new OpenSteps();
        try (EbsRig patient = new EbsRig(connection, clock);
                SnapshotWriter writer = patient.snapshots().start(full())) {
            String id = writer.snapshot().snapshotId();
            rig.snapshots().delete(id);
            assertThat(failure(put(writer, 0)).retry()).isEqualTo(Retry.SOON);
            clock.advance(Duration.ofMinutes(4));
            // the signature's time is the clock's too, so the lab's has to go along
            lab.control().post("/aws/settings", Map.of("clockSkewSeconds", 240));
            try {
                assertThat(failure(put(writer, 0)).retry()).isEqualTo(Retry.NEVER);
                assertThat(patient.snapshots().state(id)).isEmpty();
            } finally {
                lab.control().post("/aws/settings", Map.of("clockSkewSeconds", 0));
            }
        }
    }

    private static final class OpenSteps implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        void advance(Duration step) {
            ahead = ahead.plus(step);
        }

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(ahead);
        }
    }

    @Test
    void completesWhenTheFirstAnswerGotLost() throws Exception {
        try (SnapshotWriter writer = rig.snapshots().start(full())) {
            String id = writer.snapshot().snapshotId();
            put(writer, 0).get(SECONDS, TimeUnit.SECONDS);
            try (ActiveFault planted = lab.faults()
                    .inject(Fault.once("ebs", "CompleteSnapshot", new Fault.Action.DropAfter())
                            .where("snapshotId", id))) {
                assertThat(failure(() -> writer.complete(1, checksum(0))).retry())
                        .isEqualTo(Retry.SOON);
                assertThat(planted.hits()).isEqualTo(1);
            }
            writer.complete(1, checksum(0));
            awaitCompleted(id);
        }
    }

    @Test
    void startsTheSameSnapshotWhenTheFirstAnswerGotLost() {
        SnapshotSpec spec = full();
        try (ActiveFault planted = lab.faults()
                .inject(Fault.once("ebs", "StartSnapshot", new Fault.Action.DropAfter())
                        .where("description", "trouble"))) {
            assertThat(failure(() -> rig.snapshots().start(spec)).retry()).isEqualTo(Retry.SOON);
            assertThat(planted.hits()).isEqualTo(1);
        }
        try (SnapshotWriter first = rig.snapshots().start(spec);
                SnapshotWriter second = rig.snapshots().start(spec)) {
            assertThat(second.snapshot()).isEqualTo(first.snapshot());
        }
    }

    @Test
    void saysWhichFailuresOfAPutPass() throws Exception {
        try (SnapshotWriter writer = rig.snapshots().start(full())) {
            String id = writer.snapshot().snapshotId();
            for (Map.Entry<Fault.Action, String> planted : Map.<Fault.Action, String>of(
                            new Fault.Action.Refuse(503, "ServiceUnavailable", "busy"), "AWS_UNAVAILABLE SOON",
                            new Fault.Action.Refuse(400, "ThrottlingException", "slow"), "TARGET_THROTTLED SOON",
                            new Fault.Action.Refuse(400, "RequestThrottledException", "slow"), "TARGET_THROTTLED SOON",
                            new Fault.Action.Refuse(400, "ValidationException", "no"), "AWS_REFUSED NEVER",
                            new Fault.Action.Drop(), "AWS_CONNECTION_LOST SOON",
                            new Fault.Action.DropAfter(), "AWS_CONNECTION_LOST SOON")
                    .entrySet()) {
                try (ActiveFault fault = lab.faults()
                        .inject(Fault.once("ebs", "PutSnapshotBlock", planted.getKey())
                                .where("snapshotId", id))) {
                    Problem problem = failure(put(writer, 3));
                    assertThat(problem.code() + " " + problem.retry()).isEqualTo(planted.getValue());
                    assertThat(fault.hits()).isEqualTo(1);
                }
            }
            put(writer, 3).get(SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void endsPutsUnderWayWhenItIsClosed() throws Exception {
        SnapshotWriter writer = rig.snapshots().start(full());
        try (ActiveFault held = lab.faults()
                .inject(Fault.always("ebs", "PutSnapshotBlock", new Fault.Action.HoldBefore())
                        .where("snapshotId", writer.snapshot().snapshotId()))) {
            CompletableFuture<Void> answer = put(writer, 0);
            held.awaitHit(Duration.ofSeconds(SECONDS));
            writer.close();
            assertThat(failure(answer).retry()).isEqualTo(Retry.ON_RESUME);
        }
    }

    @Test
    void waitsForAFreePlaceAmongThePendingSnapshots() {
        int pending = 0;
        for (JsonNode snapshot : lab.ebs().snapshots()) {
            pending += snapshot.path("state").asText().equals("pending") ? 1 : 0;
        }
        lab.ebs().settings(Map.of("quotas", Map.of("pendingSnapshots", pending + 1)));
        try (SnapshotWriter first = rig.snapshots().start(full())) {
            assertThat(first.snapshot().encrypted()).isFalse();
            assertThat(failure(() -> rig.snapshots().start(full())).retry()).isEqualTo(Retry.WHEN_FREE);
            rig.snapshots().delete(first.snapshot().snapshotId());
        }
    }

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

    @Test
    void noticesADamagedBlock() throws Exception {
        String id = completed(0, 1);
        lab.control().post("/ebs/snapshots/" + id + "/damage", Map.of("blockIndex", 1, "byte", 77));
        try (SnapshotReader reader = rig.snapshots().read(id)) {
            List<PresentBlock> blocks = new ArrayList<>();
            reader.blocks().forEachRemaining(blocks::add);
            reader.read(blocks.get(0), ByteBuffer.allocate(524_288)).get(SECONDS, TimeUnit.SECONDS);
            assertThat(failure(reader.read(blocks.get(1), ByteBuffer.allocate(524_288)))
                            .code())
                    .isEqualTo("TARGET_BLOCK_DAMAGED");
        }
    }

    @Test
    void listsThroughShortAndEmptyPagesAndGoesOnAfterAFailure() throws Exception {
        int[] indexes = new int[90];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = i;
        }
        String id = completed(indexes);
        lab.ebs().settings(Map.of("shortPages", true));
        List<Integer> listed = new ArrayList<>();
        try (SnapshotReader reader = rig.snapshots().read(id);
                ActiveFault planted = lab.faults()
                        .inject(Fault.once(
                                        "ebs",
                                        "ListSnapshotBlocks",
                                        new Fault.Action.Refuse(500, "InternalServerException", ""))
                                .where("snapshotId", id))) {
            var blocks = reader.blocks();
            assertThatThrownBy(blocks::hasNext).isInstanceOf(ConnectorException.class);
            assertThat(planted.hits()).isEqualTo(1);
            blocks.forEachRemaining(block -> listed.add(block.index()));
        }
        assertThat(listed).hasSize(90).isSorted().doesNotHaveDuplicates();
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
                assertThat(failure(put(again, 0)).retry()).isEqualTo(Retry.NEVER);
                assertThat(failure(() -> again.complete(0, checksum())).retry()).isEqualTo(Retry.NEVER);
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
