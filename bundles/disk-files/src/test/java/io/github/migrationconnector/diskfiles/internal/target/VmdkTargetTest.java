package io.github.migrationconnector.diskfiles.internal.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotReadContract;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.diskfiles.internal.source.QemuImg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmdkTargetTest extends SnapshotReadContract {
    @TempDir
    private Path folder;

    private final VmdkTarget target = new VmdkTarget();

    private Path file() {
        return folder.resolve("disk.vmdk");
    }

    @Override
    protected SnapshotTarget.Snapshots snapshots() {
        return target.at(file().toString());
    }

    @Override
    protected boolean listsAbsentBlocks() {
        return true;
    }

    /** The same blocks as a raw image, which the raw target writes. */
    private Path raw(String token, Map<Integer, Long> blocks) throws Exception {
        Path raw = folder.resolve("disk.raw");
        SnapshotTarget.Snapshots images = new ImageTarget().at(raw.toString());
        try (SnapshotWriter writer = images.start(spec(token))) {
            complete(writer, put(writer, blocks));
        }
        return raw;
    }

    @Test
    void isWhatQemuTakesForTheDisk() throws Exception {
        Map<Integer, Long> blocks = Map.of(9, 1L, 0, 2L, 3, 3L);
        written(spec("token-a"), blocks);
        QemuImg.run("check", "-f", "vmdk", file().toString());
        QemuImg.assertSame(raw("token-r", blocks), file());
        Map<Integer, Long> others = Map.of(9, 1L, 0, 2L, 3, 4L);
        Files.delete(folder.resolve("disk.raw"));
        Path other = raw("token-s", others);
        assertThatThrownBy(() -> QemuImg.assertSame(other, file())).isInstanceOf(AssertionError.class);
    }

    @Test
    void isTheSameForTheSameBlocksInWhateverOrder() throws Exception {
        written(spec("token-b"), Map.of(0, 1L, 5, 2L));
        byte[] first = Files.readAllBytes(file());
        Files.delete(file());
        try (SnapshotWriter writer = snapshots().start(spec("token-c"))) {
            put(writer, Map.of(5, 2L));
            complete(writer, put(writer, Map.of(0, 1L, 5, 2L)));
        }
        assertThat(Files.readAllBytes(file())).isEqualTo(first);
    }

    @Test
    void isThereUnderItsNameOnlyWhenItIsWholeAndAlone() throws Exception {
        OpenSnapshot snapshot;
        try (SnapshotWriter writer = snapshots().start(spec("token-d"))) {
            snapshot = writer.snapshot();
            put(writer, Map.of(0, 1L));
        }
        assertThat(file()).doesNotExist();
        try (SnapshotWriter writer = snapshots().reopen(snapshot)) {
            complete(writer, put(writer, Map.of(0, 1L)));
        }
        assertThat(folder.toFile().list()).containsExactly("disk.vmdk");
    }

    @Test
    void goesOnWhenItEndedBetweenItsLastSteps() throws Exception {
        OpenSnapshot snapshot;
        try (SnapshotWriter writer = snapshots().start(spec("token-e"))) {
            snapshot = writer.snapshot();
            put(writer, Map.of(0, 1L));
        }
        // a draft that was cut off, and the file of a process that ended before it removed the image
        Files.writeString(folder.resolve("disk.vmdk.part.vmdk"), "cut off");
        Files.writeString(file(), "whole, but nobody knows");
        assertThat(snapshots().state(snapshot.snapshotId()))
                .isEqualTo(Optional.of(io.github.migrationconnector.api.target.SnapshotState.PENDING));
        try (SnapshotWriter writer = snapshots().reopen(snapshot)) {
            complete(writer, put(writer, Map.of(0, 1L)));
        }
        assertHolds(snapshot.snapshotId(), Map.of(0, 1L));
        assertThat(folder.toFile().list()).containsExactly("disk.vmdk");
    }

    @Test
    void forgetsItsDraftWithTheRest() throws Exception {
        String id;
        try (SnapshotWriter writer = snapshots().start(spec("token-f"))) {
            id = writer.snapshot().snapshotId();
        }
        Files.writeString(folder.resolve("disk.vmdk.part.vmdk"), "cut off");
        snapshots().delete(id);
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void refusesWhatItCantMake() {
        SnapshotSpec child = new SnapshotSpec("token-g", CAPACITY_BYTES, new Lineage.ChildOf("snap-1"), "", Map.of());
        assertThatThrownBy(() -> snapshots().start(child)).hasMessageContaining("parent");
        assertThatThrownBy(() -> target.at("")).hasMessageContaining("TARGET_REFUSED");
        assertThatThrownBy(() -> target.at(folder + "/a\"b.vmdk")).hasMessageContaining("TARGET_REFUSED");
    }
}
