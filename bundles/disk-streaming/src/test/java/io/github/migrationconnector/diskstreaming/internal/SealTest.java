package io.github.migrationconnector.diskstreaming.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.TestBlocks;
import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import io.github.migrationconnector.diskstreaming.internal.journal.Journals;
import io.github.migrationconnector.diskstreaming.internal.journal.SlotKind;
import io.github.migrationconnector.diskstreaming.internal.pipeline.ScopeBlocks;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No snapshot is completed while the fate of one of its blocks is open: correctness.md's first concern. */
class SealTest {
    private static final int BLOCK = 512 * 1024;
    private static final DiskGeometry DISK = new DiskGeometry(4L * BLOCK, BLOCK);

    @TempDir
    private Path home;

    private final BlockDigest ours = TestBlocks.digest(new byte[] {1});
    private final BlockDigest parents = TestBlocks.digest(new byte[] {2});
    private DigestTable table;
    private DigestTable parentTable;

    @BeforeEach
    void open() {
        table = new Journals(home).scratch();
        parentTable = new Journals(home).scratch();
    }

    @AfterEach
    void close() {
        table.close();
        parentTable.close();
    }

    private Seal seal(Baseline baseline, Extent read) {
        return new Seal(table, baseline, DISK, new ScopeBlocks(BLOCK, DISK.capacityBytes(), List.of(read), table));
    }

    private Baseline parent() {
        parentTable.fill(0, DISK.blocks(), SlotKind.PUT, parents);
        return new Baseline.Parent(parentTable, DISK.capacityBytes(), DISK.blocks(), Optional.empty());
    }

    private static Extent all() {
        return new Extent(0, DISK.capacityBytes());
    }

    private void refuses(Seal seal, int block) {
        assertThatThrownBy(seal::apply).hasMessageContaining("BLOCK_LEFT_OUT").hasMessageContaining("Block " + block);
    }

    @Test
    void refusesABlockThatWasToBeReadAndIsUndecided() {
        table.fill(0, 2, SlotKind.PUT, ours);
        table.set(3, SlotKind.PUT, ours);
        refuses(seal(new Baseline.None(), all()), 2);
    }

    @Test
    void refusesItThoughTheParentKnowsTheBlock() {
        table.fill(0, 2, SlotKind.PUT, ours);
        table.set(3, SlotKind.PUT, ours);
        refuses(seal(parent(), all()), 2);
    }

    @Test
    void refusesABlockOutsideOfTheChangedAreasThatNoParentKnows() {
        table.set(0, SlotKind.PUT, ours);
        refuses(seal(new Baseline.None(), new Extent(0, BLOCK)), 1);
    }

    @Test
    void takesOverFromTheParentWhatWasNotToBeRead() throws Exception {
        table.set(0, SlotKind.PUT, ours);
        Seal.Sums sums = seal(parent(), new Extent(0, BLOCK)).apply();
        assertThat(sums.blocksPut()).isEqualTo(1);
        assertThat(sums.checksum()).isEqualTo(digestOver(ours));
        assertThat(sums.diskDigest()).isEqualTo(digestOver(ours, parents, parents, parents));
        assertThat(table.at(3)).contains(new DigestTable.Entry(SlotKind.INHERITED, parents));
    }

    private static BlockDigest digestOver(BlockDigest... digests) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (BlockDigest digest : digests) {
            sha256.update(digest.toBytes());
        }
        return BlockDigest.of(sha256.digest());
    }
}
