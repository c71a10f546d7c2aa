package io.github.migrationconnector.api.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemorySnapshotsTest extends SnapshotWriterContract {
    private final InMemorySnapshots snapshots = new InMemorySnapshots(4096);

    @Override
    protected SnapshotTarget.Snapshots snapshots() {
        return snapshots;
    }

    @Test
    void readsAbsentBlocksOfAnEncryptedSnapshotAsNoise() throws Exception {
        SnapshotSpec encrypted =
                new SnapshotSpec("token", 8192, new Lineage.Full(new Encryption.DefaultKey()), "", Map.of());
        String id = written(encrypted, Map.of(0, 1L));
        byte[] volume = snapshots.volume(id, 8192);
        assertThat(volume).startsWith(TestBlocks.random(1, 4096));
        assertThat(volume).endsWith(TestBlocks.random(0x5EED + 1, 4096));
    }

    @Test
    void showsACorruptedBlock() throws Exception {
        String id = written(spec("token"), Map.of(0, 1L));
        byte[] before = snapshots.volume(id, 4096);
        snapshots.corrupt(id, 0);
        assertThat(snapshots.volume(id, 4096)).isNotEqualTo(before);
    }
}
