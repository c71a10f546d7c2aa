package io.github.migrationconnector.diskfiles.internal.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.SnapshotReadContract;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTargetTest extends SnapshotReadContract {
    @TempDir
    private Path folder;

    private final ImageTarget target = new ImageTarget();

    private Path file() {
        return folder.resolve("disk.img");
    }

    @Override
    protected SnapshotTarget.Snapshots snapshots() {
        return target.at(file().toString());
    }

    @Override
    protected boolean listsAbsentBlocks() {
        return true;
    }

    @Test
    void isOfTheDisksSizeAndAlone() throws Exception {
        written(spec("token-a"), Map.of(0, 1L));
        assertThat(Files.size(file())).isEqualTo(CAPACITY_BYTES);
        assertThat(folder.toFile().list()).containsExactly("disk.img");
    }

    @Test
    void isNotThereUnderItsNameBeforeItIsWhole() throws Exception {
        snapshots().start(spec("token-b")).close();
        assertThat(file()).doesNotExist();
    }

    @Test
    void doesNotOverwriteAFile() throws Exception {
        Files.writeString(file(), "precious");
        assertThatThrownBy(() -> snapshots().start(spec("token-c"))).hasMessageContaining("exists");
        assertThat(file()).hasContent("precious");
    }

    @Test
    void hasNoParents() {
        SnapshotSpec child = new SnapshotSpec("token-d", CAPACITY_BYTES, new Lineage.ChildOf("snap-1"), "", Map.of());
        assertThatThrownBy(() -> snapshots().start(child)).hasMessageContaining("parent");
    }
}
