package io.github.migrationconnector.diskstreaming.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.source.RandomDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockAssemblerTest {
    private static final int BLOCK = 4096;

    /** Puts together again what comes out. */
    private static final class Collected implements BlockSink {
        private final byte[] content;
        private final List<Integer> indexes = new ArrayList<>();

        Collected(int capacity) {
            content = new byte[(capacity + BLOCK - 1) / BLOCK * BLOCK];
            Arrays.fill(content, (byte) 0x77);
        }

        @Override
        public Block take() {
            Block block = new Block(ByteBuffer.allocateDirect(BLOCK));
            // what the memory held before must not shine through
            while (block.buffer().hasRemaining()) {
                block.buffer().put((byte) 0x55);
            }
            return block;
        }

        @Override
        public void block(Block block) {
            indexes.add(block.index());
            assertThat(block.buffer().remaining()).isEqualTo(BLOCK);
            block.buffer().get(content, block.index() * BLOCK, BLOCK);
        }

        @Override
        public void zeroBlocks(int first, int count) {
            for (int index = first; index < first + count; index++) {
                indexes.add(index);
                Arrays.fill(content, index * BLOCK, (index + 1) * BLOCK, (byte) 0);
            }
        }
    }

    @Test
    void makesEveryBlockOnceWhateverThePieces() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            int capacity = 1 + random.nextInt(100_000);
            byte[] disk = new RandomDisk(seed, capacity).content();
            Collected collected = new Collected(capacity);
            BlockAssembler assembler = new BlockAssembler(BLOCK, capacity, new ZeroBlock(BLOCK), collected);
            for (int at = 0; at < capacity; ) {
                int piece = Math.min(1 + random.nextInt(9_000), capacity - at);
                boolean zero = Arrays.equals(disk, at, at + piece, new byte[piece], 0, piece);
                if (zero) {
                    assembler.zeros(at, piece);
                } else {
                    ByteBuffer room = assembler.room(at, piece);
                    piece = room.remaining();
                    room.put(disk, at, piece);
                }
                at += piece;
            }
            assembler.finish();
            assertThat(collected.indexes).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
            assertThat(collected.content).as("seed %d", seed).isEqualTo(Arrays.copyOf(disk, collected.content.length));
            assertThat(assembler.deliveredBytes()).isEqualTo(capacity);
        }
    }

    private final Collected collected = new Collected(10 * BLOCK);
    private final BlockAssembler assembler = new BlockAssembler(BLOCK, 10 * BLOCK, new ZeroBlock(BLOCK), collected);

    @Test
    void seesAGapInsideABlock() throws Exception {
        assembler.zeros(0, 10);
        assertThatThrownBy(() -> assembler.zeros(11, 10)).hasMessageContaining("SOURCE_BROKEN");
    }

    @Test
    void seesAStartInsideABlock() {
        assertThatThrownBy(() -> assembler.room(100, 10)).hasMessageContaining("SOURCE_BROKEN");
    }

    @Test
    void seesBytesTwice() throws Exception {
        assembler.zeros(0, 2 * BLOCK);
        assertThatThrownBy(() -> assembler.zeros(BLOCK, BLOCK)).hasMessageContaining("SOURCE_BROKEN");
    }

    @Test
    void seesARoomThatIsNotFilled() throws Exception {
        assembler.room(0, BLOCK).put(new byte[BLOCK - 1]);
        assertThatThrownBy(assembler::finish).hasMessageContaining("SOURCE_BROKEN");
    }

    @Test
    void seesAnEndInsideABlock() throws Exception {
        assembler.room(0, 100).put(new byte[100]);
        assertThatThrownBy(assembler::finish).hasMessageContaining("SOURCE_BROKEN");
    }

    @Test
    void seesBytesBehindTheDisk() {
        assertThatThrownBy(() -> assembler.zeros(9 * BLOCK, BLOCK + 1)).hasMessageContaining("SOURCE_BROKEN");
    }
}
