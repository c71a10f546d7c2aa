package io.github.migrationconnector.aws.internal.ebs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.lab.ActiveFault;
import io.github.migrationconnector.lab.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What goes wrong while a snapshot is written, played by the lab. */
class EbsTroubleTest extends EbsLabTest {
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
}
