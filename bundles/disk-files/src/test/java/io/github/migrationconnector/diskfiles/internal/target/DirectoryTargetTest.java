package io.github.migrationconnector.diskfiles.internal.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.PresentBlock;
import io.github.migrationconnector.api.target.SnapshotReader;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.api.target.SnapshotWriterContract;
import io.github.migrationconnector.api.target.TestBlocks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTargetTest extends SnapshotWriterContract {
    @TempDir
    private Path folder;

    private final DirectoryTarget target = new DirectoryTarget();

    private Path store() {
        return folder.resolve("store");
    }

    @Override
    protected SnapshotTarget.Snapshots snapshots() {
        return target.at(store().toString());
    }

    @Test
    void keepsEverythingForAnotherProcess() throws Exception {
        String parent = written(spec("token-a"), Map.of(0, 1L, 1, 2L));
        SnapshotTarget.Snapshots other = new DirectoryTarget().at(store().toString());
        assertThat(other.state(parent)).contains(SnapshotState.COMPLETED);
        try (SnapshotReader reader = other.read(parent)) {
            assertThat(reader.blocks().next().index()).isZero();
        }
    }

    @Test
    void hasAnImageThatIsTheDisk() throws Exception {
        String id = written(spec("token-b"), Map.of(0, 1L, 2, 2L));
        byte[] image = Files.readAllBytes(store().resolve(id).resolve("blocks"));
        int size = BlockImage.BLOCK_BYTES;
        assertThat(Arrays.copyOfRange(image, 0, size)).isEqualTo(TestBlocks.random(1, size));
        assertThat(Arrays.copyOfRange(image, size, 2 * size)).containsOnly(0);
        assertThat(Arrays.copyOfRange(image, 2 * size, 3 * size)).isEqualTo(TestBlocks.random(2, size));
    }

    @Test
    void tellsABlockThatRotted() throws Exception {
        String id = written(spec("token-c"), Map.of(3, 1L));
        flip(store().resolve(id).resolve("blocks"), 3L * BlockImage.BLOCK_BYTES + 5);
        try (SnapshotReader reader = snapshots().read(id)) {
            PresentBlock block = reader.blocks().next();
            assertThat(reader.read(block, ByteBuffer.allocate(BlockImage.BLOCK_BYTES)))
                    .isCompletedExceptionally();
        }
    }

    @Test
    void tellsASlotThatRotted() throws Exception {
        String id = written(spec("token-d"), Map.of(3, 1L));
        flip(store().resolve(id).resolve("slots"), 3L * BlockImage.SLOT_BYTES + 20);
        try (SnapshotReader reader = snapshots().read(id)) {
            assertThatThrownBy(reader::blocks).hasMessageContaining("TARGET_DAMAGED");
        }
    }

    @Test
    void removesADeletedParentWithItsLastChild() throws Exception {
        String parent = written(spec("token-e"), Map.of(0, 1L));
        SnapshotSpec spec = new SnapshotSpec("token-f", CAPACITY_BYTES, new Lineage.ChildOf(parent), "child", Map.of());
        String child = written(spec, Map.of(1, 2L));
        snapshots().delete(parent);
        assertThat(folders()).contains(parent, child);
        snapshots().delete(child);
        assertThat(folders()).doesNotContain(parent, child);
    }

    @Test
    void sweepsWhatAKilledProcessLeft() throws Exception {
        written(spec("token-g"), Map.of(0, 1L));
        Files.createDirectories(store().resolve(".draft-1/sub"));
        Files.createFile(store().resolve(".draft-1/sub/blocks"));
        written(spec("token-h"), Map.of(0, 1L));
        assertThat(folders()).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void refusesToEncrypt() {
        SnapshotSpec encrypted = new SnapshotSpec(
                "token-i", CAPACITY_BYTES, new Lineage.Full(new Encryption.DefaultKey()), "", Map.of());
        assertThatThrownBy(() -> snapshots().start(encrypted)).hasMessageContaining("encrypt");
    }

    @Test
    void startsInTwoStoresAtOnceWhatIsOneSnapshot() throws Exception {
        SnapshotTarget.Snapshots other = new DirectoryTarget().at(store().toString());
        try (SnapshotWriter first = snapshots().start(spec("token-j"));
                SnapshotWriter second = other.start(spec("token-j"))) {
            assertThat(second.snapshot()).isEqualTo(first.snapshot());
        }
    }

    @Test
    void takesNoOutsideNameForAnId() {
        assertThat(snapshots().state("../store")).isEmpty();
        assertThat(snapshots().state("snap-123")).isEmpty();
    }

    private Stream<String> folders() throws IOException {
        try (Stream<Path> entries = Files.list(store())) {
            return entries.map(entry -> entry.getFileName().toString()).toList().stream();
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.seek(at);
            int old = content.read();
            content.seek(at);
            content.write(old ^ 0xFF);
        }
    }
}
