package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.Life;
import io.github.migrationconnector.replication.internal.fake.World;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The home's disk is full: runs wait, say so, lose nothing, and go on when there is room. */
final class FullDiskTest {
    private static final Problem STORE_FULL =
            new Problem("STORE_FULL", "The disk is full", "Free some space.", Retry.WHEN_FREE);
    private static final Set<String> READING = Set.of(
            "jobs", "job", "run", "runs", "unfinished", "withLeftovers", "checkpoints", "cancelRequested", "forfeited");

    private final World world = new World();
    private int writesLeft = Integer.MAX_VALUE;
    private final Daemon daemon =
            new Daemon(world, new Life(world, Life.NEVER), Runnable::run, onAFullDisk(world.database));

    private RunStore onAFullDisk(RunStore store) {
        return (RunStore) Proxy.newProxyInstance(
                RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (proxy, method, arguments) -> {
                    if (!READING.contains(method.getName()) && writesLeft-- <= 0) {
                        throw STORE_FULL.asException();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    /** Wherever in a run the disk gets full: from the first write after the run is there to the last. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 10, 12, 14, 16, 18, 20, 22})
    void aRunThatCannotBeWrittenWaitsAndSaysWhy(int writes) {
        String job = daemon.job().id();
        writesLeft = 1 + writes;
        String id = daemon.replication().start(job, "").id();
        boolean full = writesLeft < 0;
        Run run = daemon.replication().run(id).orElseThrow();
        if (full) {
            assertThat(run.state().ended()).as("nothing is thrown away").isFalse();
            if (writes > 1) {
                assertThat(run.details().waitingFor()).isEqualTo(STORE_FULL.message());
            }
            daemon.takeUp();
            assertThat(daemon.replication().run(id).orElseThrow().state().ended())
                    .isFalse();
        }
        writesLeft = Integer.MAX_VALUE;
        daemon.takeUp();
        run = daemon.replication().run(id).orElseThrow();
        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.details().waitingFor()).isEmpty();
        daemon.sweep();
        assertThat(world.complaints()).isEmpty();
        assertThat(world.imageCount()).isEqualTo(1);
    }

    @Test
    void aDaemonThatStartsOnAFullDiskWaitsToo() {
        String id = daemon.replication().start(daemon.job().id(), "").id();
        writesLeft = 0;
        daemon.begin();
        assertThat(daemon.replication().run(id)).isPresent();
        writesLeft = Integer.MAX_VALUE;
        daemon.begin();
        assertThat(daemon.replication().run(id).orElseThrow().state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void aJournalWithoutRoomIsWaitedFor() {
        Problem full = new Problem("DISK_FULL", "The disk is full", "Free some space.", Retry.WHEN_FREE);
        world.trouble.meet("Transfers.run", full, full, full);
        assertThat(daemon.run().state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.complaints()).isEmpty();
        assertThat(world.ebsCount())
                .as("the snapshots that were begun are those that were completed")
                .isEqualTo(2);
    }
}
