package io.github.migrationconnector.aws.internal.ebs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.api.target.TestBlocks;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabExtension;
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
import org.junit.jupiter.api.extension.ExtendWith;

/** The EBS target over a lab of which nothing is slow, and what its tests share. */
@ExtendWith(LabExtension.class)
abstract class EbsLabTest {
    static final int SECONDS = 60;

    FixedConnection connection;
    EbsRig rig;
    Lab lab;

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

    static SnapshotSpec spec(Lineage lineage) {
        return new SnapshotSpec(UUID.randomUUID().toString(), 50_000_000, lineage, "trouble", Map.of());
    }

    static SnapshotSpec full() {
        return spec(new Lineage.Full(new Encryption.None()));
    }

    static CompletableFuture<Void> put(SnapshotWriter writer, int index) {
        byte[] block = TestBlocks.random(index, writer.snapshot().blockSizeBytes());
        return writer.put(index, TestBlocks.direct(block), TestBlocks.digest(block));
    }

    static Problem failure(CompletableFuture<?> answer) throws Exception {
        try {
            answer.get(SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("it succeeded");
        } catch (ExecutionException e) {
            return ((ConnectorException) e.getCause()).problem();
        }
    }

    static Problem failure(Runnable call) {
        return catchThrowableOfType(ConnectorException.class, call::run).problem();
    }

    /** Tries again as the product's one wrapper does. */
    static <T> T retried(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (ConnectorException e) {
                assertThat(e.problem().retry()).isEqualTo(Retry.SOON);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    static BlockDigest checksum(int... indexes) {
        List<BlockDigest> digests = new ArrayList<>();
        for (int index : indexes) {
            digests.add(TestBlocks.digest(TestBlocks.random(index, 524_288)));
        }
        return TestBlocks.linear(digests);
    }

    String completed(int... indexes) throws Exception {
        try (SnapshotWriter writer = rig.snapshots().start(full())) {
            for (int index : indexes) {
                put(writer, index).get(SECONDS, TimeUnit.SECONDS);
            }
            writer.complete(indexes.length, checksum(indexes));
            awaitCompleted(writer.snapshot().snapshotId());
            return writer.snapshot().snapshotId();
        }
    }

    void awaitCompleted(String id) {
        while (!rig.snapshots().state(id).equals(Optional.of(SnapshotState.COMPLETED))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
