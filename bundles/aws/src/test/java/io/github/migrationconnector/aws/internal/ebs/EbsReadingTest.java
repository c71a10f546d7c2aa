package io.github.migrationconnector.aws.internal.ebs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.target.PresentBlock;
import io.github.migrationconnector.api.target.SnapshotReader;
import io.github.migrationconnector.lab.ActiveFault;
import io.github.migrationconnector.lab.Fault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What goes wrong while a snapshot is read back, played by the lab. */
class EbsReadingTest extends EbsLabTest {
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
}
