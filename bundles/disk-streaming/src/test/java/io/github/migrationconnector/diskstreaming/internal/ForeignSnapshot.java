package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.InMemorySnapshots;
import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.api.target.TestBlocks;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A snapshot that another program made. */
final class ForeignSnapshot {
    private ForeignSnapshot() {}

    static String withOneBlock(InMemorySnapshots snapshots, int index, byte[] block, long capacityBytes) {
        SnapshotSpec spec = new SnapshotSpec(
                "foreign", capacityBytes, new Lineage.Full(new Encryption.None()), "not ours", Map.of());
        try (SnapshotWriter writer = snapshots.start(spec)) {
            String id = writer.snapshot().snapshotId();
            writer.put(index, ByteBuffer.wrap(block), TestBlocks.digest(block)).join();
            writer.complete(1, TestBlocks.linear(List.of(TestBlocks.digest(block))));
            while (!snapshots.state(id).equals(Optional.of(SnapshotState.COMPLETED))) {
                Thread.onSpinWait();
            }
            return id;
        }
    }
}
