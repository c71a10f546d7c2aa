package io.github.migrationconnector.diskstreaming.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.InMemoryDisk;
import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.InMemorySnapshots;
import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.TestBlocks;
import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import io.github.migrationconnector.diskstreaming.internal.journal.Journals;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An Error while a block is looked at, as when a bundle is swapped underneath, is told and holds nobody up. */
@Timeout(30)
class StageErrorTest {
    private static final int BLOCK = 4096;
    private static final int CAPACITY = 50 * BLOCK;

    @TempDir
    private Path home;

    private final HashWorkers workers = new HashWorkers(1);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Shared shared = new Shared(new BlockPool(1 << 20), workers, timer);
    private final ZeroBlock zero = new ZeroBlock(BLOCK);
    private final InMemoryDisk disk = new InMemoryDisk("1", TestBlocks.random(1, CAPACITY));

    @AfterEach
    void close() {
        timer.shutdownNow();
        workers.close();
    }

    @Test
    void failsTheReadingOfADiskForItsDigests() {
        try (BlockPool.Lease lease = shared.pool().lease(BLOCK, 4)) {
            assertThatThrownBy(() -> DigestingSink.read(disk, shared, lease, zero, (first, count, digest) -> {
                        throw new NoClassDefFoundError("planted");
                    }))
                    .isInstanceOf(NoClassDefFoundError.class);
        }
    }

    @Test
    void failsATransfer() {
        SnapshotSpec spec =
                new SnapshotSpec("token", CAPACITY, new Lineage.Full(new Encryption.None()), "a test", Map.of());
        BlockPolicy broken = new BlockPolicy.Child(index -> {
            throw new NoClassDefFoundError("planted");
        });
        try (DigestTable table = new Journals(home).scratch();
                BlockPipeline pipeline = new BlockPipeline(
                        shared,
                        new BlockPipeline.Rules(broken, zero, table, new BlockCounts()),
                        new InMemorySnapshots(BLOCK).start(spec),
                        new BlockPipeline.Pacing(4, new Throttle(BLOCK, 0, System.nanoTime())))) {
            ScopeBlocks scope = new ScopeBlocks(BLOCK, CAPACITY, List.of(new Extent(0, CAPACITY)), table);
            assertThatThrownBy(() -> {
                        pipeline.read(disk, scope);
                        pipeline.drain();
                    })
                    .isInstanceOf(InterruptedException.class);
            assertThat(pipeline.failure()).containsInstanceOf(NoClassDefFoundError.class);
        }
    }
}
