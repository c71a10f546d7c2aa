package io.github.migrationconnector.diskstreaming.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.target.TestBlocks;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BlockHasherTest {
    private final byte[] bytes = TestBlocks.random(1, 200_001);

    @Test
    void leavesPositionAndLimitAlone() {
        ByteBuffer block = ByteBuffer.allocate(bytes.length + 10).position(7).put(bytes);
        block.flip().position(7);
        assertThat(new BlockHasher().digest(block)).isEqualTo(TestBlocks.digest(bytes));
        assertThat(block.position()).isEqualTo(7);
        assertThat(block.limit()).isEqualTo(7 + bytes.length);
    }

    /** As when an error broke off the block before. */
    @Test
    void forgetsWhatWasLeftOfAnotherBlock() {
        BlockHasher hasher = new BlockHasher();
        hasher.add(TestBlocks.digest(new byte[] {1}));
        assertThat(hasher.digest(ByteBuffer.wrap(bytes))).isEqualTo(TestBlocks.digest(bytes));
    }
}
