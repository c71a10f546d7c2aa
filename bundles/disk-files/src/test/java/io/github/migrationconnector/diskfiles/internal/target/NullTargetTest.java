package io.github.migrationconnector.diskfiles.internal.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.api.target.TestBlocks;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NullTargetTest {
    private final SnapshotTarget.Snapshots snapshots = new NullTarget().at("");
    private final SnapshotSpec spec =
            new SnapshotSpec("token", 1, new Lineage.Full(new Encryption.None()), "", Map.of());

    @Test
    void goesThroughTheStates() {
        try (SnapshotWriter writer = snapshots.start(spec)) {
            String id = writer.snapshot().snapshotId();
            assertThat(snapshots.start(spec).snapshot()).isEqualTo(writer.snapshot());
            assertThat(snapshots.state(id)).contains(SnapshotState.PENDING);
            assertThat(writer.put(0, ByteBuffer.allocate(1), TestBlocks.digest(new byte[1])))
                    .isCompleted();
            writer.complete(1, TestBlocks.digest(new byte[1]));
            assertThat(snapshots.state(id)).contains(SnapshotState.COMPLETED);
            assertThatThrownBy(() -> snapshots.read(id)).isInstanceOf(ConnectorException.class);
            snapshots.delete(id);
            assertThat(snapshots.state(id)).isEmpty();
        }
    }
}
