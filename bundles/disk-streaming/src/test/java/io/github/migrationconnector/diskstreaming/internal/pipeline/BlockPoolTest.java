package io.github.migrationconnector.diskstreaming.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BlockPoolTest {
    private static final int SIZE = 1024;

    private static int takeAll(BlockPool.Lease lease, List<Block> taken) throws Exception {
        Thread taker = new Thread(() -> {
            try {
                while (true) {
                    taken.add(lease.take());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        taker.start();
        // it waits once the share is taken
        while (taker.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        lease.stopReading();
        taker.join();
        return taken.size();
    }

    @Test
    void givesEachTransferItsShare() throws Exception {
        BlockPool pool = new BlockPool(10 * SIZE);
        BlockPool.Lease first = pool.lease(SIZE, 100);
        BlockPool.Lease second = pool.lease(SIZE, 100);
        assertThat(takeAll(first, new ArrayList<>())).isEqualTo(5);
        assertThat(takeAll(second, new ArrayList<>())).isEqualTo(5);
    }

    @Test
    void givesAllToOneThatIsAlone() throws Exception {
        assertThat(takeAll(new BlockPool(10 * SIZE).lease(SIZE, 100), new ArrayList<>()))
                .isEqualTo(10);
        assertThat(takeAll(new BlockPool(10 * SIZE).lease(SIZE, 7), new ArrayList<>()))
                .isEqualTo(7);
    }

    @Test
    void usesTheSameMemoryAgain() throws Exception {
        BlockPool.Lease lease = new BlockPool(SIZE).lease(SIZE, 2);
        Block block = lease.take();
        var memory = block.buffer();
        lease.giveBack(block);
        assertThat(lease.take().buffer()).isSameAs(memory);
    }

    @Test
    void givesMemoryOfAnotherSizeUp() throws Exception {
        BlockPool pool = new BlockPool(4 * SIZE);
        BlockPool.Lease large = pool.lease(4 * SIZE, 2);
        Block block = large.take();
        large.giveBack(block);
        assertThat(takeAll(pool.lease(SIZE, 2), new ArrayList<>())).isEqualTo(2);
        large.close();
    }

    @Test
    void letsEveryTransferOfManyGoOn() throws Exception {
        BlockPool pool = new BlockPool(4 * SIZE);
        int transfers = 20;
        CountDownLatch done = new CountDownLatch(transfers);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger held = new AtomicInteger();
        for (int number = 0; number < transfers; number++) {
            BlockPool.Lease lease = pool.lease(SIZE, 8);
            new Thread(() -> {
                        try (lease) {
                            for (int round = 0; round < 200; round++) {
                                Block block = lease.take();
                                most.accumulateAndGet(held.incrementAndGet(), Math::max);
                                held.decrementAndGet();
                                lease.giveBack(block);
                            }
                            done.countDown();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .start();
        }
        done.await();
        assertThat(most.get()).isLessThanOrEqualTo(4);
    }

    @Test
    void wakesWhoWaitsWhenStopped() throws Exception {
        BlockPool.Lease lease = new BlockPool(SIZE).lease(SIZE, 2);
        lease.take();
        lease.stopReading();
        assertThatThrownBy(lease::take).isInstanceOf(InterruptedException.class);
    }
}
